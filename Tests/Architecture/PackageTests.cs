using System.Diagnostics;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using MessagePack;

namespace SignalRChat.Tests.Architecture;

public sealed partial class PackageTests
{
    private static readonly XDocument _central = ProjectFiles.Load("Directory.Packages.props");

    [Fact]
    public void The_runtime_is_at_least_10_0_12()
    {
        Assert.True(Environment.Version >= new Version(10, 0, 12), $"This is {Environment.Version}.");
    }

    [Theory]
    [InlineData(typeof(MessagePackSerializer))]
    [InlineData(typeof(MessagePackObjectAttribute))]
    public void The_MessagePack_that_is_loaded_has_the_fixes_of_2_5_301(Type type)
    {
        var loaded = Version.Parse(FileVersionInfo.GetVersionInfo(type.Assembly.Location).FileVersion!);

        Assert.True(loaded >= new Version(2, 5, 301), $"{type.Assembly.GetName().Name} is {loaded}.");
    }

    [Fact]
    public void Package_versions_are_exact()
    {
        var versions = _central.Descendants("PackageVersion").ToList();

        Assert.NotEmpty(versions);
        Assert.All(versions, version => Assert.Matches(ExactVersion(), version.Attribute("Version")!.Value));
    }

    [Fact]
    public void Packages_are_listed_once()
    {
        Assert.Distinct(_central.Descendants("PackageVersion").Select(version => version.Attribute("Include")!.Value.ToUpperInvariant()));
    }

    [Fact]
    public void No_project_states_a_version_of_its_own()
    {
        var own =
            from project in ProjectFiles.All
            from reference in ProjectFiles.Load(project).Descendants("PackageReference")
            where reference.Attribute("Version") is not null || reference.Attribute("VersionOverride") is not null
                || reference.Element("Version") is not null || reference.Element("VersionOverride") is not null
            select $"{project}: {reference.Attribute("Include")?.Value}";

        Findings.AssertNone(own);
    }

    [GeneratedRegex(@"^\d+\.\d+\.\d+(\.\d+)?(-[0-9A-Za-z.]+)?$")]
    private static partial Regex ExactVersion();
}

using System.Runtime.Versioning;
using SignalRChat.Faults.Trials;
using SignalRChat.Tests.Architecture;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Faults;

/// <summary>The deliberate defects are patches, which <c>faults/run mutants</c> applies to a copy of the tree.</summary>
public sealed class MutantPatchTests
{
    private const string Folder = "eng/mutants/";
    private const string Extension = ".patch";

    private static readonly string[] _patches =
        [.. SourceTree.FilesWith(Extension).Where(file => file.StartsWith(Folder, StringComparison.Ordinal))];

    public static TheoryData<string> Patches => [.. _patches];

    [Fact]
    public void Each_mutant_has_a_patch_and_each_patch_a_mutant() =>
        Assert.Equal(MutantTrial.All.Select(trial => $"{Folder}{trial.Mutant}{Extension}").Order(StringComparer.Ordinal), _patches);

    [UnixTheory]
    [UnsupportedOSPlatform("windows")]
    [MemberData(nameof(Patches))]
    public void A_patch_applies_to_this_tree(string patch)
    {
        // Below another repository, git would skip each file of the patch and report success.
        var ceiling = $"GIT_CEILING_DIRECTORIES={Path.GetDirectoryName(SourceTree.Root)}";
        var (code, said) = Tool.Run("env", ceiling, "git", "-C", SourceTree.Root, "apply", "--check", SourceTree.PathOf(patch));

        Assert.True(code == 0, $"{patch} does not apply: {said}");
    }

    [Fact]
    public void The_code_of_the_product_knows_nothing_of_mutants()
    {
        string[] others = ["eng", "faults", "testing", "Tests"];
        Findings.AssertNone(SourceTree.FilesWith(".cs").Concat(SourceTree.FilesWith("proj"))
            .Where(file => !others.Contains(file.Split('/')[0]))
            .Where(file => SourceTree.Read(file).Contains("mutant", StringComparison.OrdinalIgnoreCase)));
    }
}

namespace SignalRChat.Tests.Architecture;

/// <summary>
/// The permitted dependencies (docs/architecture.md), tested on the using lines, on names written in full, and on the project
/// references.
/// </summary>
public sealed class DependencyRuleTests
{
    private static readonly string[] _layers = ["Contracts", "Services", "Auth", "Hubs", "Client", "ClientConsole", "Bench", "Faults", "Testing", "Hosting"];

    /// <summary>
    /// For each folder, the layers that it may name besides itself. The root (Program), its Hosting and Tests may name all.
    /// </summary>
    private static readonly Dictionary<string, string[]> _allowed = new()
    {
        ["Contracts"] = [],
        ["Services"] = ["Contracts"],
        ["Auth"] = ["Contracts"],
        ["Hubs"] = ["Contracts", "Services", "Auth"],
        ["Client"] = ["Contracts"],
        ["ClientConsole"] = ["Contracts", "Client"],
        ["bench"] = ["Contracts", "Client", "Testing"],
        ["faults"] = ["Contracts", "Client", "Testing"],
        ["testing"] = ["Contracts"],
        ["eng"] = [],
        [""] = _layers,
        ["Hosting"] = _layers,
        ["Tests"] = _layers,
    };

    private static readonly Dictionary<string, string[]> _allowedReferences = new()
    {
        ["SignalRChat.Contracts"] = [],
        ["SignalRChat"] = ["SignalRChat.Contracts"],
        ["SignalRChat.Client"] = ["SignalRChat.Contracts"],
        ["SignalRChat.ClientConsole"] = ["SignalRChat.Client", "SignalRChat.Contracts"],
        ["SignalRChat.Bench"] = ["SignalRChat.Client", "SignalRChat.Contracts", "SignalRChat.Testing"],
        ["SignalRChat.Faults"] = ["SignalRChat.Client", "SignalRChat.Contracts", "SignalRChat.Testing"],
        ["SignalRChat.Testing"] = ["SignalRChat.Contracts"],
    };

    [Fact]
    public void Every_folder_of_code_has_its_rule()
    {
        Findings.AssertNone(CSharpSource.All.Select(source => source.Folder).Distinct().Except(_allowed.Keys));
    }

    [Fact]
    public void No_folder_names_one_that_it_may_not_know()
    {
        var broken =
            from source in CSharpSource.All
            from layer in _layers.Except(_allowed.GetValueOrDefault(source.Folder, []))
            where !layer.Equals(source.Folder, StringComparison.OrdinalIgnoreCase) && source.Mentions($"SignalRChat.{layer}")
            select $"{source.File} names SignalRChat.{layer}";

        Findings.AssertNone(broken);
    }

    [Fact]
    public void A_namespace_begins_as_its_folder_says()
    {
        var strays =
            from source in CSharpSource.All
            where source is { Folder: not ("" or "Tests"), Namespace: not null }
            where !$"{source.Namespace}.".StartsWith($"SignalRChat.{source.Folder}.", StringComparison.OrdinalIgnoreCase)
            select $"{source.File} is in {source.Namespace}";

        Findings.AssertNone(strays);
    }

    [Theory]
    [InlineData("Contracts", "Microsoft")]
    [InlineData("Services", "Microsoft.AspNetCore")]
    [InlineData("Auth", "Microsoft.AspNetCore.SignalR.StackExchangeRedis")]
    [InlineData("Client", "Microsoft.AspNetCore.Builder")]
    [InlineData("ClientConsole", "Microsoft.AspNetCore.Builder")]
    public void A_folder_knows_nothing_of_what_is_not_its_business(string folder, string foreign)
    {
        var broken = CSharpSource.All
            .Where(source => source.Folder == folder)
            .Where(source => source.Usings.Any(used => $"{used}.".StartsWith($"{foreign}.", StringComparison.Ordinal)) || source.Mentions(foreign))
            .Select(source => source.File);

        Findings.AssertNone(broken);
    }

    [Fact]
    public void Projects_reference_only_what_they_may()
    {
        var broken =
            from project in ProjectFiles.All
            where !project.StartsWith("Tests/", StringComparison.Ordinal)
            let name = Path.GetFileNameWithoutExtension(project)
            from reference in ProjectFiles.References(project)
            where !_allowedReferences.TryGetValue(name, out var allowed) || !allowed.Contains(reference)
            select $"{project} references {reference}";

        Findings.AssertNone(broken);
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = SourceTree.Read("SignalRChat.sln").Replace('\\', '/');

        Assert.All(ProjectFiles.All, project => Assert.Contains($"\"{project}\"", solution));
    }
}

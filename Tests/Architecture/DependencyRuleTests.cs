namespace SignalRChat.Tests.Architecture;

/// <summary>
/// The permitted dependencies (docs/architecture.md): between the top folders by using lines, names written in full and project
/// references; between the folders of the server by the types that they use.
/// </summary>
public sealed class DependencyRuleTests
{
    private static readonly string[] _layers =
    [
        "Contracts", "Common", "Services", "Auth", "Hubs", "Api", "Client", "ClientConsole", "Bench", "Faults", "Testing", "Hosting",
        "Library",
    ];

    /// <summary>
    /// For each folder, the layers that it may name besides itself. The root (Program), its Hosting and Tests may name all.
    /// </summary>
    private static readonly Dictionary<string, string[]> _allowed = new()
    {
        ["Contracts"] = [],
        ["Common"] = ["Contracts"],
        ["Services"] = ["Contracts", "Common"],
        ["Auth"] = ["Contracts", "Common"],
        ["Hubs"] = ["Contracts", "Common", "Services", "Auth"],
        ["Api"] = ["Contracts", "Common", "Services", "Auth"],
        ["Client"] = ["Contracts", "Common"],
        ["ClientConsole"] = ["Contracts", "Common", "Client"],
        ["bench"] = ["Contracts", "Client", "Testing"],
        ["faults"] = ["Contracts", "Client", "Testing"],
        ["testing"] = ["Contracts"],
        ["samples"] = [],
        ["eng"] = [],
        [""] = _layers,
        ["Hosting"] = _layers,
        ["Library"] = ["Contracts", "Hosting"],
        ["Tests"] = _layers,
    };

    /// <summary>For each folder of a layer, the folders beside it that it may use; "." is the layer's folder itself.</summary>
    private static readonly Dictionary<string, Dictionary<string, string[]>> _allowedInside = new()
    {
        ["Services"] = new()
        {
            ["Log"] = [],
            ["Feed"] = ["Log"],
            ["Storage"] = ["Log"],
            ["Nodes"] = [],
            ["Presence"] = ["Nodes"],
            ["Typing"] = [],
            ["RateLimiting"] = [],
            ["Users"] = ["Log"],
            ["Events"] = ["Log", "Feed"],
            ["Rooms"] = ["Log", "Feed", "Nodes", "Presence", "Typing", "RateLimiting"],
            ["Inbox"] = ["Log", "Feed", "Rooms"],
        },
        ["Hubs"] = new()
        {
            ["."] = [],
            ["Protocol"] = [],
            ["Filters"] = ["."],
            ["Transport"] = ["."],
            ["Delivery"] = [".", "Protocol", "Filters", "Transport"],
            ["Connections"] = [".", "Transport", "Delivery"],
            ["Backplane"] = [".", "Protocol", "Delivery"],
        },
    };

    /// <summary>The classes that register a folder. They name all that is below it, and only another of them may use them.</summary>
    private static readonly string[] _registrations =
        ["ChatApi", "ChatAuth", "ChatBackplane", "ChatHubs", "ChatServices", "ChatStorage", "EmbeddedServer", "Program"];

    private static readonly NamespaceGraph _graph = new(_registrations);

    private static readonly Dictionary<string, string[]> _allowedReferences = new()
    {
        ["SignalRChat.Contracts"] = [],
        ["SignalRChat"] = ["SignalRChat.Contracts"],
        ["SignalRChat.Client"] = ["SignalRChat.Contracts"],
        ["SignalRChat.ClientConsole"] = ["SignalRChat.Client", "SignalRChat.Contracts"],
        ["SignalRChat.Bench"] = ["SignalRChat.Contracts", "SignalRChat.Testing"],
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

    [Theory]
    [InlineData("Services")]
    [InlineData("Hubs")]
    public void A_folder_of_a_layer_uses_only_the_folders_that_it_may(string layer)
    {
        var allowed = _allowedInside[layer];
        var broken =
            from use in _graph.Uses
            let user = FolderIn(layer, use.From)
            let used = FolderIn(layer, use.To)
            where user is not null && used is not null && user != used
            where !allowed.GetValueOrDefault(user, []).Contains(used)
            select $"{use.From} -> {use.To}: {use.Example}";

        Findings.AssertNone(broken);
    }

    [Fact]
    public void Folders_form_no_circle_at_any_level()
    {
        var uses = _graph.UsesBetweenSiblings().ToLookup(use => use.From);

        Findings.AssertNone(
            from use in uses.SelectMany(folder => folder)
            where Reaches(uses, use.To, use.From)
            select use.Example);
    }

    [Fact]
    public void Only_a_registration_uses_a_registration()
    {
        var broken =
            from source in CSharpSource.All
            where source.Folder is "Auth" or "Common" or "Hosting" or "Hubs" or "Services"
            where !_registrations.Contains(Path.GetFileNameWithoutExtension(source.File))
            from registration in _registrations
            where source.Mentions(registration)
            select $"{source.File} uses {registration}";

        Findings.AssertNone(broken);
    }

    [Fact]
    public void A_namespace_is_that_of_its_folder()
    {
        var strays =
            from source in CSharpSource.All
            where source.Folder is "Auth" or "Common" or "Hosting" or "Hubs" or "Services" && source.Namespace is not null
            where source.Namespace != $"SignalRChat.{Path.GetDirectoryName(source.File)!.Replace('/', '.')}"
            select $"{source.File} is in {source.Namespace}";

        Findings.AssertNone(strays);
    }

    [Fact]
    public void A_namespace_begins_as_its_folder_says()
    {
        var strays =
            from source in CSharpSource.All
            where source is { Folder: not ("" or "Tests" or "Library"), Namespace: not null } && !IsFoundByItsName(source)
            where !$"{source.Namespace}.".StartsWith($"SignalRChat.{source.Folder}.", StringComparison.OrdinalIgnoreCase)
            select $"{source.File} is in {source.Namespace}";

        Findings.AssertNone(strays);
    }

    /// <summary>The public types of the server are those that an app with the chat in it uses, where such an app looks for them.</summary>
    [Fact]
    public void Only_Library_has_public_types_of_the_server()
    {
        string[] namespaces = ["SignalRChat", "Microsoft.AspNetCore.Builder", "Microsoft.Extensions.DependencyInjection"];
        var library = CSharpSource.All.Where(source => source.Folder == "Library").ToList();
        var types = typeof(Program).Assembly.GetExportedTypes();

        Assert.All(types, type => Assert.Contains(library, source => source.Code.Contains($" {type.Name.Split('`')[0]}")));
        Assert.All(library, source => Assert.Contains(source.Namespace!, namespaces));
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
            .Where(source => source.Mentions(foreign)
                || source.Usings.Any(used => $"{used}.".StartsWith($"{foreign}.", StringComparison.Ordinal)))
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

    /// <summary>A using for a whole project is in no file, so the rules of the files do not see it.</summary>
    [Fact]
    public void A_using_for_a_whole_project_names_what_each_of_its_folders_may_know()
    {
        string[] server = ["Common", "Services", "Auth", "Hubs"];
        var broken =
            from project in ProjectFiles.All
            from used in ProjectFiles.Load(project).Descendants("Using").Select(used => used.Attribute("Include")!.Value)
            from folder in project.Contains('/') ? [project[..project.IndexOf('/')]] : server
            where used.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
                || (used.Split('.') is ["SignalRChat", var layer, ..]
                    && !layer.Equals(folder, StringComparison.OrdinalIgnoreCase) && !_allowed[folder].Contains(layer))
            select $"{project}: {used}";

        Findings.AssertNone(broken);
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = SourceTree.Read("SignalRChat.sln").Replace('\\', '/');

        Assert.All(ProjectFiles.All, project => Assert.Contains($"\"{project}\"", solution));
    }

    /// <summary>The compiler finds some types by their names in System. .NET Standard lacks them, so these folders have them.</summary>
    private static bool IsFoundByItsName(CSharpSource source) =>
        source.File.Contains("/NetStandard/", StringComparison.Ordinal)
        && source.Namespace!.StartsWith("System.", StringComparison.Ordinal);

    private static string? FolderIn(string layer, string name)
    {
        var parts = name.Split('.');
        return parts.Length < 2 || parts[1] != layer ? null : parts.Length == 2 ? "." : parts[2];
    }

    private static bool Reaches(ILookup<string, (string From, string To, string Example)> uses, string from, string to)
    {
        var (seen, open) = (new HashSet<string> { from }, new Queue<string>([from]));
        while (open.TryDequeue(out var next))
        {
            if (next == to)
                return true;
            foreach (var use in uses[next].Where(use => seen.Add(use.To)))
                open.Enqueue(use.To);
        }
        return false;
    }
}

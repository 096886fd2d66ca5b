using SignalRChat.Tests.Architecture;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace SignalRChat.Tests.Edge;

/// <summary>A YAML document of <c>deploy/</c>, read by paths such as <c>spec.template.spec.containers.0.image</c>.</summary>
internal sealed class YamlFile(object? root)
{
    /// <summary>All documents of a file. Throws if the file is not YAML.</summary>
    public static List<YamlFile> ReadAll(string file)
    {
        using var text = new StringReader(SourceTree.Read(file));
        var parser = new MergingParser(new Parser(text));
        var deserializer = new DeserializerBuilder().WithDuplicateKeyChecking().Build();
        var documents = new List<YamlFile>();
        parser.Consume<StreamStart>();
        while (parser.Accept<DocumentStart>(out _))
            documents.Add(new YamlFile(deserializer.Deserialize(parser)));
        return documents;
    }

    public string? this[string path] => Find(path) as string;

    public IEnumerable<string> Keys(string path) => ((Dictionary<object, object>)Find(path)!).Keys.Cast<string>();

    public object? Find(string path)
    {
        var at = root;
        foreach (var step in path.Split('.'))
        {
            at = at switch
            {
                Dictionary<object, object> map => map.GetValueOrDefault(step),
                List<object> list when int.TryParse(step, out var index) && index < list.Count => list[index],
                _ => null,
            };
        }
        return at;
    }
}

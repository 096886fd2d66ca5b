using System.Collections;
using Microsoft.AspNetCore.Http.Features;

namespace SignalRChat.Hosting.Library;

/// <summary>
/// The features of a request of the app as the chat sees them. Changes of the chat remain here, so the app's middleware finds its request
/// unchanged.
/// </summary>
internal sealed class EmbeddedFeatures(IFeatureCollection app) : IFeatureCollection
{
    // Null hides a feature of the app.
    private readonly Dictionary<Type, object?> _own = [];
    private int _changes;

    public bool IsReadOnly => false;

    public int Revision => app.Revision + _changes;

    public object? this[Type key]
    {
        get => _own.TryGetValue(key, out var own) ? own : app[key];
        set
        {
            _own[key] = value;
            _changes++;
        }
    }

    public TFeature? Get<TFeature>() => (TFeature?)this[typeof(TFeature)];

    public void Set<TFeature>(TFeature? instance) => this[typeof(TFeature)] = instance;

    public IEnumerator<KeyValuePair<Type, object>> GetEnumerator()
    {
        foreach (var (key, feature) in _own)
        {
            if (feature is not null)
                yield return new(key, feature);
        }
        foreach (var feature in app)
        {
            if (!_own.ContainsKey(feature.Key))
                yield return feature;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

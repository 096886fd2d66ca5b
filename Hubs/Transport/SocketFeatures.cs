using System.Collections;
using Microsoft.AspNetCore.Http.Features;

namespace SignalRChat.Hubs.Transport;

/// <summary>
/// The features of a connection: the few that were set, and those that the connection itself implements. A general collection
/// takes 600 bytes of an idle connection.
/// </summary>
internal sealed class SocketFeatures(object connection) : IFeatureCollection
{
    private KeyValuePair<Type, object>[] _set = [];

    public bool IsReadOnly => false;

    public int Revision { get; private set; }

    public object? this[Type key]
    {
        get
        {
            foreach (var (type, feature) in _set)
            {
                if (type == key)
                    return feature;
            }
            return key.IsInstanceOfType(connection) ? connection : null;
        }
        set
        {
            var others = Array.FindAll(_set, one => one.Key != key);
            _set = value is null ? others : [.. others, new(key, value)];
            Revision++;
        }
    }

    public TFeature? Get<TFeature>() => (TFeature?)this[typeof(TFeature)];

    public void Set<TFeature>(TFeature? instance) => this[typeof(TFeature)] = instance;

    public IEnumerator<KeyValuePair<Type, object>> GetEnumerator() => ((IEnumerable<KeyValuePair<Type, object>>)_set).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace System.Collections.Generic
{
    internal static class KeyValuePair
    {
        public static KeyValuePair<TKey, TValue> Create<TKey, TValue>(TKey key, TValue value) => new(key, value);
    }
}

namespace SignalRChat.Client.NetStandard
{
    /// <summary>The methods of collections that .NET Standard 2.0 lacks.</summary>
    internal static class Collections
    {
        public static TValue? GetValueOrDefault<TKey, TValue>(this Dictionary<TKey, TValue> all, TKey key)
            where TKey : notnull =>
            all.TryGetValue(key, out var value) ? value : default;

        public static bool TryAdd<TKey, TValue>(this Dictionary<TKey, TValue> all, TKey key, TValue value)
            where TKey : notnull
        {
            if (all.ContainsKey(key))
                return false;
            all.Add(key, value);
            return true;
        }

        public static bool TryPeek<T>(this Queue<T> queue, [MaybeNullWhen(false)] out T first)
        {
            first = queue.Count == 0 ? default : queue.Peek();
            return queue.Count > 0;
        }

        public static bool TryDequeue<T>(this Queue<T> queue, [MaybeNullWhen(false)] out T first)
        {
            var isFound = queue.Count > 0;
            first = isFound ? queue.Dequeue() : default;
            return isFound;
        }

        public static IEnumerable<T> DistinctBy<T, TKey>(this IEnumerable<T> all, Func<T, TKey> key)
        {
            var seen = new HashSet<TKey>();
            return all.Where(one => seen.Add(key(one)));
        }

        /// <summary>The first of the largest; null if there is none.</summary>
        public static T? MaxBy<T, TKey>(this IEnumerable<T> all, Func<T, TKey> key)
            where T : class? =>
            all.OrderByDescending(key).FirstOrDefault();

        public static bool TryRemove<TKey, TValue>(this ConcurrentDictionary<TKey, TValue> all, KeyValuePair<TKey, TValue> one)
            where TKey : notnull =>
            ((ICollection<KeyValuePair<TKey, TValue>>)all).Remove(one);

        public static void Deconstruct<TKey, TValue>(this KeyValuePair<TKey, TValue> pair, out TKey key, out TValue value) =>
            (key, value) = (pair.Key, pair.Value);
    }
}

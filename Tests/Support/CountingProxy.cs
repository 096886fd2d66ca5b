using System.Reflection;
using StackExchange.Redis;

namespace SignalRChat.Tests.Support;

/// <summary>
/// Passes on every call and counts it by its name. A subscriber that it returns is wrapped too, for the same count.
/// </summary>
public class CountingProxy<T> : DispatchProxy
    where T : class
{
    private T _inner = null!;
    private List<string> _calls = null!;

    internal static T Of(T inner) => Of(inner, []);

    internal static int CallsOf(T proxy, string name)
    {
        var calls = ((CountingProxy<T>)(object)proxy)._calls;
        lock (calls)
            return calls.Count(call => call == name);
    }

    internal static T Of(T inner, List<string> calls)
    {
        var proxy = Create<T, CountingProxy<T>>();
        var counting = (CountingProxy<T>)(object)proxy;
        (counting._inner, counting._calls) = (inner, calls);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        lock (_calls)
            _calls.Add(targetMethod!.Name);
        var given = targetMethod.Invoke(_inner, args);
        return given is ISubscriber subscriber ? CountingProxy<ISubscriber>.Of(subscriber, _calls) : given;
    }
}

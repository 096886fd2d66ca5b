namespace System.Threading;

/// <summary>The lock of .NET 9. The compiler finds it by its name, and calls <see cref="EnterScope"/> for the lock statement.</summary>
internal sealed class Lock
{
    private readonly object _monitor = new();

    public Scope EnterScope()
    {
        Monitor.Enter(_monitor);
        return new(_monitor);
    }

    public readonly ref struct Scope(object monitor)
    {
        public void Dispose() => Monitor.Exit(monitor);
    }
}

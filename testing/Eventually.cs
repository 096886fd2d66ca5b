namespace SignalRChat.Testing;

/// <summary>Waits, with a deadline, for a condition that raises no event.</summary>
internal static class Eventually
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    public static async Task HoldsAsync(Func<Task<bool>> condition, Func<string>? otherwise = null)
    {
        var time = TimeProvider.System;
        var start = time.GetTimestamp();
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await condition())
        {
            if (time.GetElapsedTime(start) > Deadline)
                throw new TimeoutException(otherwise?.Invoke() ?? $"It did not come to hold within {Deadline}.");
            await pause.WaitForNextTickAsync();
        }
    }

    public static Task TrueAsync(Func<bool> condition, string what) => EqualAsync(true, condition, what);

    public static async Task EqualAsync<T>(T expected, Func<T> actual, string what)
    {
        var time = TimeProvider.System;
        var start = time.GetTimestamp();
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!EqualityComparer<T>.Default.Equals(actual(), expected))
        {
            if (time.GetElapsedTime(start) > Deadline)
                throw new TimeoutException($"{what}: expected {expected}, still {actual()}.");
            await pause.WaitForNextTickAsync();
        }
    }
}

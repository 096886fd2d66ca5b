using System.Runtime.CompilerServices;

namespace System.Threading.Tasks
{
    internal enum ConfigureAwaitOptions
    {
        SuppressThrowing,
    }
}

namespace SignalRChat.Client.NetStandard
{
    /// <summary>What .NET has for tasks and .NET Standard 2.0 lacks.</summary>
    internal static class Tasks
    {
        extension(Task)
        {
            public static Task Delay(TimeSpan delay, TimeProvider time, CancellationToken cancellationToken = default) =>
                time.Delay(delay, cancellationToken);
        }

        extension(Task task)
        {
            public bool IsCompletedSuccessfully => task.Status == TaskStatus.RanToCompletion;

            public Task WaitAsync(CancellationToken cancellationToken) =>
                task.WaitAsync(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);

            /// <summary>Waits for the end, whatever the outcome. There is no other option.</summary>
            public ConfiguredTaskAwaitable ConfigureAwait(ConfigureAwaitOptions options)
            {
                _ = options;
                Task over = task.ContinueWith(
                    static ended => _ = ended.Exception,
                    CancellationToken.None,
                    TaskContinuationOptions.ExecuteSynchronously,
                    TaskScheduler.Default);
                return over.ConfigureAwait(false);
            }
        }

        public static Task<T> WaitAsync<T>(this Task<T> task, CancellationToken cancellationToken) =>
            task.WaitAsync(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);

        /// <summary>Runs the callbacks on the thread pool, as .NET does. Only the pool sets the token, a moment later.</summary>
        public static Task CancelAsync(this CancellationTokenSource source) => Task.Run(source.Cancel);

        /// <summary>Does not wait for a callback that runs, unlike Dispose: the caller may hold a lock that the callback takes.</summary>
        public static void Unregister(this CancellationTokenRegistration registration) => _ = Task.Run(registration.Dispose);
    }
}

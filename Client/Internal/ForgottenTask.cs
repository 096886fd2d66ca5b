namespace SignalRChat.Client.Internal;

/// <summary>A task that no code awaits, because its outcome is reported elsewhere.</summary>
internal static class ForgottenTask
{
    /// <summary>Observes a failure, which otherwise reaches <see cref="TaskScheduler.UnobservedTaskException"/> of the app.</summary>
    public static void Forget(this Task task) => task.ContinueWith(
        static failed => _ = failed.Exception,
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);
}

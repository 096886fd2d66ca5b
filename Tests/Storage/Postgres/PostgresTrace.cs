using System.Diagnostics;

namespace SignalRChat.Tests.Storage.Postgres;

/// <summary>The statements of some work, as Npgsql reports them to tracing.</summary>
internal static class PostgresTrace
{
    public static async Task<string[]> RunAsync(Func<Task> work)
    {
        var statements = new List<string>();
        using var trace = new Activity(nameof(PostgresTrace));
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "Npgsql",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            // Other tests run beside this one.
            ActivityStopped = activity =>
            {
                if (activity.TraceId != trace.TraceId)
                    return;
                var text = activity.GetTagItem("db.query.text") ?? activity.GetTagItem("db.statement") ?? activity.DisplayName;
                lock (statements)
                    statements.Add($"{text}");
            },
        };
        ActivitySource.AddActivityListener(listener);
        trace.Start();
        await work();
        trace.Stop();
        lock (statements)
            return [.. statements];
    }
}

using Microsoft.AspNetCore.Diagnostics;

namespace SignalRChat.Api.Requests;

/// <summary>Answers a request that no endpoint answered with a problem: an unknown path or method, or a body of another type.</summary>
internal static class UnansweredRequests
{
    public static void Use(IApplicationBuilder app, string prefix) => app.UseWhen(
        context => context.Request.Path.StartsWithSegments(prefix),
        static api => api.UseStatusCodePages(new StatusCodePagesOptions { HandleAsync = AnswerAsync }));

    private static Task AnswerAsync(StatusCodeContext context) =>
        ApiProblems.Unanswered(context.HttpContext.Response.StatusCode)?.ExecuteAsync(context.HttpContext) ?? Task.CompletedTask;
}

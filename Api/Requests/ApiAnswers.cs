using Microsoft.Net.Http.Headers;

namespace SignalRChat.Api.Requests;

/// <summary>The entity tag of an answer: the revision.</summary>
internal static class ApiAnswers
{
    public static void SetRevision(this HttpContext context, long revision) =>
        context.Response.Headers.ETag = TagOf(revision).ToString();

    /// <summary>Whether the caller has this revision already (<c>If-None-Match</c>).</summary>
    public static bool HasRevision(this HttpContext context, long revision) =>
        context.Request.GetTypedHeaders().IfNoneMatch.Any(tag =>
            tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(TagOf(revision), useStrongComparison: false));

    private static EntityTagHeaderValue TagOf(long revision) =>
        new(string.Create(CultureInfo.InvariantCulture, $"\"{revision}\""));
}

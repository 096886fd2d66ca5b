using Microsoft.Net.Http.Headers;
using SignalRChat.Services.Log;

namespace SignalRChat.Api.Requests;

/// <summary>The entity tag of an answer, and those that a request names: revisions.</summary>
internal static class ApiAnswers
{
    public static void SetRevision(this HttpContext context, long revision) =>
        context.Response.Headers.ETag = TagOf(revision).ToString();

    /// <summary>Whether the caller has this revision already (<c>If-None-Match</c>).</summary>
    public static bool HasRevision(this HttpContext context, long revision) =>
        context.Request.GetTypedHeaders().IfNoneMatch.Any(tag =>
            tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(TagOf(revision), useStrongComparison: false));

    /// <summary>The condition of a change (<c>If-Match</c>); null for none.</summary>
    public static IfRevision? Condition(this HttpContext context)
    {
        if (context.Request.Headers.IfMatch.Count == 0)
            return null;
        if (context.Request.GetTypedHeaders().IfMatch is not [var tag])
            throw FieldRules.Invalid("If-Match must be one ETag, or *.");
        if (tag.Equals(EntityTagHeaderValue.Any))
            return IfRevision.Any;
        var isRevision = long.TryParse(tag.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var revision);
        return isRevision && !tag.IsWeak ? new(revision) : IfRevision.None;
    }

    private static EntityTagHeaderValue TagOf(long revision) =>
        new(string.Create(CultureInfo.InvariantCulture, $"\"{revision}\""));
}

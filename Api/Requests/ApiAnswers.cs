using Microsoft.Net.Http.Headers;

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

    /// <summary>The revision that must be the present one (<c>If-Match</c>); null for any, below 0 for none.</summary>
    public static long? ExpectedRevision(this HttpContext context)
    {
        if (context.Request.Headers.IfMatch.Count == 0)
            return null;
        if (context.Request.GetTypedHeaders().IfMatch is not [var tag])
            throw FieldRules.Invalid("If-Match must be one ETag, or *.");
        if (tag.Equals(EntityTagHeaderValue.Any))
            return null;
        var isRevision = long.TryParse(tag.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var revision);
        return isRevision && !tag.IsWeak ? revision : -1;
    }

    private static EntityTagHeaderValue TagOf(long revision) =>
        new(string.Create(CultureInfo.InvariantCulture, $"\"{revision}\""));
}

using Microsoft.AspNetCore.Http.HttpResults;

namespace SignalRChat.Common;

/// <summary>A problem of RFC 9457 with a stable <c>code</c> beside the status.</summary>
internal static class CodedProblem
{
    public static ProblemHttpResult Of(int status, string code, string sentence) => TypedResults.Problem(
        sentence, statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code });
}

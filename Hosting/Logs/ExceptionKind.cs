using System.Data.Common;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Data.Sqlite;

namespace SignalRChat.Hosting.Logs;

/// <summary>What exceptions of one defect or outage have in common: types, error codes and the method that failed.</summary>
internal static class ExceptionKind
{
    public const int MostCauses = 5;

    private const string Project = "SignalRChat";

    public static string Of(Exception exception)
    {
        var kind = new StringBuilder();
        string? method = null;
        foreach (var cause in Causes(exception))
        {
            kind.Append(CultureInfo.InvariantCulture, $"{cause.GetType().FullName} {CodeOf(cause)};");
            // The innermost exception shows the origin.
            method = MethodOf(cause) ?? method;
        }
        return kind.Append(method).ToString();
    }

    /// <summary>The exception and its causes, at most <see cref="MostCauses"/> in all.</summary>
    public static IEnumerable<Exception> Causes(Exception exception)
    {
        var left = new Stack<Exception>([exception]);
        for (var count = 0; count < MostCauses && left.TryPop(out var cause); count++)
        {
            yield return cause;
            if (cause is AggregateException several)
            {
                for (var i = several.InnerExceptions.Count - 1; i >= 0; i--)
                    left.Push(several.InnerExceptions[i]);
            }
            else if (cause.InnerException is { } inner)
            {
                left.Push(inner);
            }
        }
    }

    private static string CodeOf(Exception exception) => exception switch
    {
        SqliteException sqlite => sqlite.SqliteExtendedErrorCode.ToString(CultureInfo.InvariantCulture),
        DbException { SqlState: { } state } => state,
        ExternalException external => external.ErrorCode.ToString(CultureInfo.InvariantCulture),
        _ => exception.HResult.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>The first method of the project on the stack; null if there is none.</summary>
    private static string? MethodOf(Exception exception)
    {
        foreach (var frame in new StackTrace(exception, fNeedFileInfo: false).GetFrames())
        {
            if (frame.GetMethod() is { DeclaringType: { } type } method && IsProject(type))
                return $"{type.FullName}.{method.Name}";
        }
        return null;
    }

    private static bool IsProject(Type type) => type.Assembly.GetName().Name?.StartsWith(Project, StringComparison.Ordinal) == true;
}

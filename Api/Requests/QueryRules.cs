using System.Reflection;
using Microsoft.AspNetCore.Mvc;

namespace SignalRChat.Api.Requests;

/// <summary>
/// Refuses a query with a parameter that the endpoint does not have, that is there twice, or that is no number where one is expected,
/// and names it. The framework ignores the first, and answers the last without a reason.
/// </summary>
internal static class QueryRules
{
    public static EndpointFilterDelegate Check(EndpointFilterFactoryContext endpoint, EndpointFilterDelegate next)
    {
        var known = endpoint.MethodInfo.GetParameters()
            .Where(parameter => parameter.GetCustomAttribute<FromQueryAttribute>() is not null)
            .ToDictionary(parameter => parameter.Name!, parameter => Nullable.GetUnderlyingType(parameter.ParameterType));
        return context => FindFault(context.HttpContext.Request.Query, known) is { } fault
            ? ValueTask.FromResult<object?>(ApiProblems.Invalid(fault))
            : next(context);
    }

    private static string? FindFault(IQueryCollection query, Dictionary<string, Type?> known)
    {
        foreach (var (name, values) in query)
        {
            // Unlike the framework, this compares the names with their case, as JSON does.
            if (!known.TryGetValue(name, out var type))
                return $"The query has an unknown parameter; expected {(known.Count == 0 ? "none" : string.Join(", ", known.Keys))}.";
            if (values.Count != 1)
                return $"{name} is in the query more than once.";
            if (type is not null && !IsOf(type, values[0]))
                return $"{name} must be {(type == typeof(bool) ? "true or false" : "a whole number")}.";
        }
        return null;
    }

    private static bool IsOf(Type type, string? value) =>
        type == typeof(bool)
            ? bool.TryParse(value, out _)
            : long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                && (type == typeof(long) || (number >= int.MinValue && number <= int.MaxValue));
}

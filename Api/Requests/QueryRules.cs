using System.Reflection;
using Microsoft.AspNetCore.Mvc;

namespace SignalRChat.Api.Requests;

/// <summary>
/// Refuses a query with a parameter that the endpoint does not have, that is there twice, or that is no number where one is expected,
/// and names it. The framework ignores the first, and answers the last without a reason. A parameter without a value is left out.
/// </summary>
internal static class QueryRules
{
    public static EndpointFilterDelegate Check(EndpointFilterFactoryContext endpoint, EndpointFilterDelegate next)
    {
        var known = endpoint.MethodInfo.GetParameters()
            .Where(parameter => parameter.GetCustomAttribute<FromQueryAttribute>() is not null)
            .ToDictionary(
                parameter => parameter.Name!,
                parameter => new Known(parameter.Position, Nullable.GetUnderlyingType(parameter.ParameterType)));
        return context =>
        {
            var query = context.HttpContext.Request.Query;
            if (FindFault(query, known) is { } fault)
                return ValueTask.FromResult<object?>(ApiProblems.Invalid(fault));
            foreach (var (name, values) in query)
            {
                if (string.IsNullOrEmpty(values[0]))
                    context.Arguments[known[name].Place] = null;
            }
            // The framework refuses a number without a value, and nothing else that is no fault here.
            context.HttpContext.Response.StatusCode = StatusCodes.Status200OK;
            return next(context);
        };
    }

    private static string? FindFault(IQueryCollection query, Dictionary<string, Known> all)
    {
        foreach (var (name, values) in query)
        {
            // Unlike the framework, this compares the names with their case, as JSON does.
            if (!all.TryGetValue(name, out var known))
                return $"The query has an unknown parameter; expected {(all.Count == 0 ? "none" : string.Join(", ", all.Keys))}.";
            if (values.Count != 1)
                return $"{name} is in the query more than once.";
            if (known.Type is { } type && !string.IsNullOrEmpty(values[0]) && !IsOf(type, values[0]))
                return $"{name} must be {(type == typeof(bool) ? "true or false" : "a whole number")}.";
        }
        return null;
    }

    private static bool IsOf(Type type, string? value) =>
        type == typeof(bool)
            ? bool.TryParse(value, out _)
            : long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                && (type == typeof(long) || (number >= int.MinValue && number <= int.MaxValue));

    /// <summary>A parameter of the query: its place among those of the handler, and its type; null for a text.</summary>
    private readonly record struct Known(int Place, Type? Type);
}

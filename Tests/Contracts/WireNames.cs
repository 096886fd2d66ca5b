using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using SignalRChat.Api;
using SignalRChat.Api.Requests;
using SignalRChat.Contracts;

namespace SignalRChat.Tests.Contracts;

/// <summary>Every name on the wire as text, one a line, in an order that does not depend on the declarations.</summary>
internal static class WireNames
{
    public static string Describe()
    {
        var text = new StringBuilder();
        Codes(text, "path", typeof(ChatPaths));
        Methods(text, "hub", typeof(IChatHub));
        Methods(text, "client", typeof(IChatClient));
        Codes(text, "error", typeof(ChatErrorCodes));
        Codes(text, "session-end", typeof(SessionEndCodes));
        Codes(text, "removal", typeof(RoomRemovalCodes));
        Codes(text, "role", typeof(RoomRoles));
        Codes(text, "room-kind", typeof(RoomKinds));
        Codes(text, "posting", typeof(RoomPosting));
        Codes(text, "presence", typeof(RoomPresence));
        Codes(text, "message-kind", typeof(MessageKinds));
        Codes(text, "event", typeof(MessageEventTypes));
        Codes(text, "scope", typeof(ApiScopes));
        Codes(text, "api-error",
            ApiProblems.Unauthenticated,
            ApiProblems.NoSigningKey,
            ApiProblems.Unanswered(StatusCodes.Status404NotFound)!,
            ApiProblems.Unanswered(StatusCodes.Status405MethodNotAllowed)!);
        foreach (var type in ContractTypes.All)
            Fields(text, type);
        return text.ToString();
    }

    private static void Codes(StringBuilder text, string kind, Type type) => Codes(text, kind, ContractTypes.Constants(type).Values);

    /// <summary>The codes that only the server API has.</summary>
    private static void Codes(StringBuilder text, string kind, params ProblemHttpResult[] problems) =>
        Codes(text, kind, problems.Select(problem => $"{problem.ProblemDetails.Extensions["code"]}"));

    private static void Codes(StringBuilder text, string kind, IEnumerable<string> codes)
    {
        foreach (var code in codes.Order(StringComparer.Ordinal))
            text.Append(kind).Append(' ').Append(code).Append('\n');
        text.Append('\n');
    }

    private static void Methods(StringBuilder text, string kind, Type type)
    {
        foreach (var method in type.GetMethods().OrderBy(method => method.Name, StringComparer.Ordinal))
        {
            var parameters = string.Join(", ", method.GetParameters().Select(parameter => parameter.ParameterType.Name));
            text.Append(kind).Append(' ').Append(method.Name).Append('(').Append(parameters).Append(')');
            if (method.ReturnType.IsGenericType)
                text.Append(" -> ").Append(method.ReturnType.GetGenericArguments()[0].Name);
            text.Append('\n');
        }

        text.Append('\n');
    }

    private static void Fields(StringBuilder text, Type type)
    {
        foreach (var field in ContractTypes.Fields(type))
        {
            text.Append("field ").Append(type.Name).Append('.').Append(ContractTypes.Key(field))
                .Append(": ").Append(TypeOf(field)).Append('\n');
        }
        text.Append('\n');
    }

    private static string TypeOf(PropertyInfo field)
    {
        var optional = new NullabilityInfoContext().Create(field).ReadState == NullabilityState.Nullable;
        return NameOf(Nullable.GetUnderlyingType(field.PropertyType) ?? field.PropertyType) + (optional ? "?" : "");
    }

    private static string NameOf(Type type)
    {
        if (type.IsArray)
            return NameOf(type.GetElementType()!) + "[]";
        if (type == typeof(string))
            return "string";
        if (type == typeof(bool))
            return "bool";
        if (type == typeof(int))
            return "int";
        return type == typeof(long) ? "long" : type.Name;
    }
}

using System.Reflection;
using System.Text.RegularExpressions;
using MessagePack;
using SignalRChat.Contracts;
using SignalRChat.Tests.Architecture;

namespace SignalRChat.Tests.Contracts;

public sealed partial class ContractShapeTests
{
    private static readonly Type[] _codes =
        [typeof(ChatErrorCodes), typeof(SessionEndCodes), typeof(RoomRemovalCodes), typeof(RoomRoles), typeof(MessageKinds)];

    private static readonly Type[] _fieldTypes =
        [typeof(string), typeof(bool), typeof(int), typeof(long), typeof(bool?), typeof(int?), typeof(long?), typeof(string[])];

    [Fact]
    public void Every_field_has_the_same_name_in_json_and_in_messagepack()
    {
        var odd = ContractTypes.All.SelectMany(ContractTypes.Fields)
            .Where(field => ContractTypes.Key(field) != ContractTypes.JsonName(field))
            .Select(field => $"{field.DeclaringType!.Name}.{field.Name} has the key {ContractTypes.Key(field) ?? "(none)"}");

        Findings.AssertNone(odd);
    }

    [Fact]
    public void Fields_are_of_types_that_every_language_can_read()
    {
        var odd = ContractTypes.All.SelectMany(ContractTypes.Fields)
            .Where(field => !_fieldTypes.Contains(field.PropertyType) && !ContractTypes.All.Contains(ElementOf(field.PropertyType)))
            .Select(field => $"{field.DeclaringType!.Name}.{field.Name} is a {field.PropertyType.Name}");

        Findings.AssertNone(odd);
    }

    [Fact]
    public void Every_record_is_a_sealed_contract()
    {
        var records = typeof(IChatHub).Assembly.GetExportedTypes()
            .Where(type => type is { IsInterface: false } && !(type.IsAbstract && type.IsSealed) && type != typeof(JsonTextConverter));

        Assert.All(records, type => Assert.True(type.IsSealed && type.IsDefined(typeof(MessagePackObjectAttribute)), type.Name));
    }

    [Fact]
    public void Every_hub_method_takes_one_request_of_its_own_name()
    {
        Assert.All(typeof(IChatHub).GetMethods(), method =>
        {
            Assert.Equal($"{method.Name}Request", Assert.Single(method.GetParameters()).ParameterType.Name);
            Assert.Contains(method.GetParameters()[0].ParameterType, ContractTypes.All);
            if (method.ReturnType != typeof(Task))
                Assert.Contains(method.ReturnType.GetGenericArguments()[0], ContractTypes.All);
        });
    }

    [Fact]
    public void Every_client_callback_takes_one_contract_and_answers_nothing()
    {
        Assert.All(typeof(IChatClient).GetMethods(), method =>
        {
            Assert.Equal(typeof(Task), method.ReturnType);
            Assert.Contains(Assert.Single(method.GetParameters()).ParameterType, ContractTypes.All);
        });
    }

    [Fact]
    public void Codes_are_kebab_case_and_named_as_their_constants()
    {
        Assert.All(_codes.SelectMany(ContractTypes.Constants), constant =>
            Assert.Equal(constant.Value, InnerCapital().Replace(constant.Key, "-$0").ToLowerInvariant()));
    }

    [Fact]
    public void Codes_are_unique_in_their_class()
    {
        Assert.All(_codes, type => Assert.Distinct(ContractTypes.Constants(type).Values));
    }

    private static Type ElementOf(Type type) => type.IsArray ? type.GetElementType()! : type;

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex InnerCapital();
}

using System.Reflection;
using System.Reflection.Emit;

namespace FaqBot.Tests.Architecture;

/// <summary>Which types a compiled type uses: in its shape, its attributes and the code of its methods.</summary>
internal static class CompiledUse
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    /// <summary>The types that a type uses, parts of generic ones included.</summary>
    public static IEnumerable<Type> Of(Type type)
    {
        MethodBase[] methods = [.. type.GetMethods(All), .. type.GetConstructors(All)];
        IEnumerable<Type?> shape =
        [
            type.BaseType,
            .. type.GetInterfaces(),
            .. type.GetFields(All).Select(field => field.FieldType),
            .. methods.SelectMany(method => method.GetParameters()).Select(parameter => parameter.ParameterType),
            .. methods.OfType<MethodInfo>().Select(method => method.ReturnType),
        ];
        IEnumerable<MemberInfo> marked = [type, .. type.GetMembers(All)];
        return shape.OfType<Type>().Concat(marked.SelectMany(Attributes)).Concat(methods.SelectMany(method => Body(type, method)))
            .SelectMany(Parts).Distinct();
    }

    private static IEnumerable<Type> Attributes(MemberInfo member) => member.GetCustomAttributesData().SelectMany(attribute =>
        attribute.ConstructorArguments.Concat(attribute.NamedArguments.Select(named => named.TypedValue))
            .SelectMany(argument => argument.Value is IEnumerable<CustomAttributeTypedArgument> list ? list : [argument])
            .Select(argument => argument.Value).OfType<Type>().Append(attribute.AttributeType));

    private static IEnumerable<Type> Body(Type type, MethodBase method)
    {
        if (method.GetMethodBody() is not { } body || body.GetILAsByteArray() is not { } code)
        {
            return [];
        }

        Type[]? typeArguments = type.IsGenericType ? type.GetGenericArguments() : null;
        Type[]? methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        return
        [
            .. body.LocalVariables.Select(local => local.LocalType),
            .. body.ExceptionHandlingClauses.Where(clause => clause.Flags == ExceptionHandlingClauseOptions.Clause)
                .Select(clause => clause.CatchType).OfType<Type>(),
            .. Tokens(code).Select(token => method.Module.ResolveMember(token, typeArguments, methodArguments)).OfType<MemberInfo>()
                .SelectMany(Named),
        ];
    }

    /// <summary>The tokens of types, fields and methods in a method's code.</summary>
    private static IEnumerable<int> Tokens(byte[] code)
    {
        int at = 0;
        while (at < code.Length)
        {
            short value = code[at++];
            OpCode operation = Codes[value == 0xFE ? (short)((value << 8) | code[at++]) : value];
            if (operation.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType
                or OperandType.InlineTok)
            {
                yield return BitConverter.ToInt32(code, at);
            }

            at += operation.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }

    private static IEnumerable<Type> Named(MemberInfo member) => member switch
    {
        Type type => [type],
        MethodInfo { IsGenericMethod: true } method => [.. method.GetGenericArguments(), method.DeclaringType!],
        _ => [member.DeclaringType!],
    };

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType
            ? Parts(type.GetElementType()!) : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type) : [type];
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Generators.Reading;

/// <summary>Reads one argument as what it should be; where it is not, that is reported at the argument.</summary>
internal sealed class ArgumentReader(Compilation compilation, ReadingContext context)
{
    /// <summary>A <c>typeof(X)</c>; its place is the name between the parentheses, the smallest token that can be wrong.</summary>
    public NameReference? Reference(AttributeArgument argument, string key, string element)
    {
        // 'typeof()' is what somebody has just begun to write.
        if (argument.Expression is TypeOfExpressionSyntax { Type.IsMissing: true })
        {
            context.LeaveToCSharp();
            return null;
        }

        context.Locate(element, argument.Expression is TypeOfExpressionSyntax { Type: { } type } ? type : argument.Expression);
        if (IsUnbound(argument, key, element))
        {
            return null;
        }

        if (argument.Value is { Kind: TypedConstantKind.Type, IsNull: false } && NameReferences.Of(argument, compilation) is { } reference)
        {
            return reference;
        }

        context.Report(Rules.InvalidValue, element, Written(argument), key, "typeof of a declared class");
        return null;
    }

    /// <summary>A text.</summary>
    public string? Text(AttributeArgument argument, string key, string element)
    {
        context.Locate(element, argument.Expression);
        if (IsUnbound(argument, key, element))
        {
            return null;
        }

        if (argument.Value is { Kind: TypedConstantKind.Primitive, Value: string text })
        {
            return text;
        }

        context.Report(Rules.InvalidValue, element, Written(argument), key, "a text");
        return null;
    }

    /// <summary>A whole number; C# sees to it that it is one.</summary>
    public long? Integer(AttributeArgument argument, string key, string element)
    {
        context.Locate(element, argument.Expression);
        return IsUnbound(argument, key, element)
            ? null
            : argument.Value.Value switch
            {
                int number => number,
                long number => number,
                _ => null,
            };
    }

    /// <summary>A number; C# sees to it that it is one.</summary>
    public double? Number(AttributeArgument argument, string key, string element)
    {
        context.Locate(element, argument.Expression);
        return IsUnbound(argument, key, element)
            ? null
            : argument.Value.Value switch
            {
                double number => number,
                int number => number,
                bool flag => flag ? 1 : 0,
                _ => null,
            };
    }

    /// <summary>A value of a vocabulary's key.</summary>
    public ConfigValue? Value(AttributeArgument argument, ConfigKey key, string element)
    {
        if (IsUnbound(argument, key.Name, element))
        {
            return null;
        }

        if (ConfigValueReader.TryRead(key, argument.Value, out ConfigValue value, out string expected))
        {
            return value;
        }

        object[] mends = ConfigValueReader.Mend(key, argument.Value) is { } mend ? [mend] : [];
        context.Report(Rules.InvalidValue, element, [Written(argument), key.Name, expected, .. mends]);
        return null;
    }

    /// <summary>Whether the argument has no value while the generator runs; said by C#, or by us where C# will have nothing to say.</summary>
    public bool IsUnbound(AttributeArgument argument, string key, string element)
    {
        if (argument.Value.Kind != TypedConstantKind.Error)
        {
            return false;
        }

        EmittedConstants.Report(argument.Expression, key, element, context);
        return true;
    }

    // A text without its quotes, since the message has quotes of its own; all else as it was written.
    private static string Written(AttributeArgument argument) => argument.Value switch
    {
        { Kind: TypedConstantKind.Primitive, Value: string text } => text,
        { Kind: TypedConstantKind.Array } => argument.Expression?.ToString() ?? "",
        { IsNull: true } => "null",
        _ => argument.Expression?.ToString() ?? "",
    };
}

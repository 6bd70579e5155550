using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Generators.Reading;

/// <summary>Reads one attribute: what is written, by YAML's words, with its place; what is not written stays absent.</summary>
internal sealed class AttributeReader
{
    private readonly AttributeData _attribute;
    private readonly AttributeSyntax? _syntax;
    private readonly Compilation _compilation;
    private readonly ReadingContext _context;

    public AttributeReader(AttributeData attribute, string word, Compilation compilation, ReadingContext context)
    {
        _attribute = attribute;
        _compilation = compilation;
        _context = context;
        Word = word;
        _syntax = (AttributeSyntax?)attribute.ApplicationSyntaxReference?.GetSyntax(context.CancellationToken);
        LocateParameters();
        if (attribute.AttributeConstructor is null)
        {
            ReportUnbound();
        }
    }

    /// <summary>The word, such as <c>llama</c>, which begins the path of every element.</summary>
    public string Word { get; }

    /// <summary>A constructor argument <c>typeof(X)</c>, known in paths as <paramref name="key"/> (or as the word itself).</summary>
    public NameReference? Type(string parameter, string? key)
    {
        if (AttributeArguments.OfParameter(_attribute, _syntax, parameter) is not { } argument)
        {
            return null;
        }

        return Reference(argument, key is null ? Word : $"{Word}.{key}");
    }

    /// <summary>A constructor argument that lists types, known in paths as <c>word.key[i]</c>.</summary>
    public EquatableArray<NameReference> Types(string parameter, string key) =>
        References(AttributeArguments.OfParams(_attribute, _syntax, parameter), key);

    /// <summary>A property that lists types.</summary>
    public EquatableArray<NameReference> TypesOfProperty(string property, string key)
    {
        if (Named(property) is not { } argument)
        {
            return default;
        }

        Locate(property, key, argument);
        if (argument.Value.Kind == TypedConstantKind.Error)
        {
            Report(argument, key, $"{Word}.{key}");
            return default;
        }

        return References(AttributeArguments.ElementsOf(argument), key);
    }

    /// <summary>A constructor argument that lists texts, known in paths as <c>word.key[i]</c>.</summary>
    public EquatableArray<string> Texts(string parameter, string key)
    {
        IReadOnlyList<AttributeArgument> arguments = AttributeArguments.OfParams(_attribute, _syntax, parameter);
        return arguments.Select((argument, i) => Text(argument, key, FormattableString.Invariant($"{Word}.{key}[{i}]")) ?? "").ToEquatableArray();
    }

    /// <summary>A constructor argument that is a text.</summary>
    public string? Text(string parameter, string key) =>
        AttributeArguments.OfParameter(_attribute, _syntax, parameter) is { } argument ? Text(argument, key, $"{Word}.{key}") : null;

    /// <summary>A constructor argument that is a whole number.</summary>
    public long? Integer(string parameter, string key) =>
        AttributeArguments.OfParameter(_attribute, _syntax, parameter) is { } argument ? Integer(argument, key) : null;

    /// <summary>A property that is a whole number; null where it is not written.</summary>
    public long? IntegerOfProperty(string property, string key)
    {
        if (Named(property) is not { } argument)
        {
            return null;
        }

        Locate(property, key, argument);
        return Integer(argument, key);
    }

    /// <summary>A property that is a text; null where it is null or not written.</summary>
    public string? TextOfProperty(string property, string key)
    {
        if (Named(property) is not { } argument)
        {
            return null;
        }

        Locate(property, key, argument);
        return argument.Value.IsNull && argument.Value.Kind != TypedConstantKind.Error ? null : Text(argument, key, $"{Word}.{key}");
    }

    /// <summary>The written properties that the vocabulary knows.</summary>
    public ConfigValues Values(Vocabulary vocabulary)
    {
        var values = new List<KeyValuePair<string, ConfigValue>>();
        foreach (KeyValuePair<string, TypedConstant> property in _attribute.NamedArguments)
        {
            if (vocabulary.FindProperty(property.Key) is not { } key)
            {
                continue;
            }

            AttributeArgument argument = Named(property.Key)!.Value;
            Locate(property.Key, key.Name, argument);
            if (argument.Value.Kind == TypedConstantKind.Error)
            {
                Report(argument, key.Name, $"{Word}.{key.Name}");
            }
            else if (ConfigValueReader.TryRead(key, argument.Value, out ConfigValue value, out string expected))
            {
                values.Add(new KeyValuePair<string, ConfigValue>(key.Name, value));
            }
            else
            {
                _context.Report(Rules.InvalidValue, $"{Word}.{key.Name}", Written(argument), key.Name, expected);
            }
        }

        return ConfigValues.From(values);
    }

    private AttributeArgument? Named(string property)
    {
        foreach (KeyValuePair<string, TypedConstant> pair in _attribute.NamedArguments)
        {
            if (pair.Key == property)
            {
                return new AttributeArgument(pair.Value, ArgumentSyntax(property)?.Expression);
            }
        }

        return null;
    }

    private AttributeArgumentSyntax? ArgumentSyntax(string property) =>
        _syntax?.ArgumentList?.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == property);

    private void Locate(string property, string key, AttributeArgument argument)
    {
        _context.Locate($"{Word}.{key}", argument.Expression);
        _context.Locate($"{Word}.{key}#key", ArgumentSyntax(property)?.NameEquals?.Name);
    }

    // Constructor arguments can be named too, and then the name has a place of its own.
    private void LocateParameters()
    {
        foreach (AttributeArgumentSyntax argument in _syntax?.ArgumentList?.Arguments ?? default)
        {
            if (argument.NameColon is { Name: { } name })
            {
                _context.Locate($"{Word}.{Snake(name.Identifier.ValueText)}#key", name);
            }
        }
    }

    private EquatableArray<NameReference> References(IReadOnlyList<AttributeArgument> arguments, string key) => arguments
        .Select((argument, i) => Reference(argument, FormattableString.Invariant($"{Word}.{key}[{i}]")))
        .OfType<NameReference>()
        .ToEquatableArray();

    private NameReference? Reference(AttributeArgument argument, string element)
    {
        // The smallest token that can be wrong is the name between the parentheses.
        _context.Locate(element, argument.Expression is TypeOfExpressionSyntax { Type: { } type } ? type : argument.Expression);
        if (argument.Value is { Kind: TypedConstantKind.Type, IsNull: false } && NameReferences.Of(argument, _compilation) is { } reference)
        {
            return reference;
        }

        if (argument.Value.Kind == TypedConstantKind.Error)
        {
            Report(argument, Word, element);
        }
        else
        {
            _context.Report(Rules.InvalidValue, element, Written(argument), Word, "typeof of a declared class");
        }

        return null;
    }

    private string? Text(AttributeArgument argument, string key, string element)
    {
        _context.Locate(element, argument.Expression);
        switch (argument.Value)
        {
            case { Kind: TypedConstantKind.Error }:
                Report(argument, key, element);
                return null;
            case { Value: string text }:
                return text;
            default:
                _context.Report(Rules.InvalidValue, element, Written(argument), key, "a text");
                return null;
        }
    }

    private long? Integer(AttributeArgument argument, string key)
    {
        string element = $"{Word}.{key}";
        _context.Locate(element, argument.Expression);
        switch (argument.Value)
        {
            case { Value: int number }:
                return number;
            case { Value: long number }:
                return number;
            default:
                Report(argument, key, element);
                return null;
        }
    }

    private void Report(AttributeArgument argument, string key, string element) => EmittedConstants.Report(argument.Expression, key, element, _context);

    // The constructor did not bind: C# says why, unless the reason is a constant that only the emitted code brings.
    private void ReportUnbound()
    {
        _context.LeaveToCSharp();
        foreach (AttributeArgumentSyntax argument in _syntax?.ArgumentList?.Arguments ?? default)
        {
            EmittedConstants.Report(argument.Expression, Word, Word, _context);
        }
    }

    // A text without its quotes, since the message has quotes of its own; all else as it was written.
    private static string Written(AttributeArgument argument) => argument.Value switch
    {
        { Kind: TypedConstantKind.Primitive, Value: string text } => text,
        { IsNull: true } => "null",
        _ => argument.Expression?.ToString() ?? "",
    };

    private static string Snake(string camel) =>
        string.Concat(camel.Select(c => char.IsUpper(c) ? "_" + char.ToLowerInvariant(c) : c.ToString()));
}

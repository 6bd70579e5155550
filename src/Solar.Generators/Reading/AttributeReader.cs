using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Solar.Specs;

namespace Solar.Generators.Reading;

/// <summary>Reads one attribute: what is written, by YAML's words, with its place; what is not written stays absent.</summary>
internal sealed class AttributeReader
{
    private readonly AttributeData _attribute;
    private readonly AttributeSyntax? _syntax;
    private readonly ReadingContext _context;
    private readonly ArgumentReader _arguments;

    public AttributeReader(AttributeData attribute, string word, Compilation compilation, ReadingContext context)
    {
        _attribute = attribute;
        _context = context;
        _arguments = new ArgumentReader(compilation, context);
        _syntax = (AttributeSyntax?)attribute.ApplicationSyntaxReference?.GetSyntax(context.CancellationToken);
        Word = word;
        LocateParameters();
        if (attribute.AttributeConstructor is null)
        {
            ReportUnbound();
        }
    }

    /// <summary>Reads single arguments.</summary>
    public ArgumentReader Arguments => _arguments;

    /// <summary>Where it is read.</summary>
    public ReadingContext Context => _context;

    /// <summary>The word, such as <c>llama</c>, which begins the path of every element.</summary>
    public string Word { get; }

    /// <summary>A constructor argument <c>typeof(X)</c>, known in paths as <paramref name="key"/> (or as the word itself).</summary>
    public NameReference? Type(string parameter, string? key) =>
        Parameter(parameter) is { } argument ? _arguments.Reference(argument, Word, key is null ? Word : $"{Word}.{key}") : null;

    /// <summary>A constructor argument that lists types, known in paths as <c>word.key[i]</c>.</summary>
    public EquatableArray<NameReference> Types(string parameter, string key) =>
        References(LocateEnd(AttributeArguments.OfParams(_attribute, _syntax, parameter), key), key);

    /// <summary>A property that lists types.</summary>
    public EquatableArray<NameReference> TypesOfProperty(string property, string key) =>
        Property(property, key) is { } argument && !_arguments.IsUnbound(argument, key, $"{Word}.{key}")
            ? References(AttributeArguments.ElementsOf(argument), key)
            : default;

    /// <summary>A constructor argument that lists texts, known in paths as <c>word.key[i]</c>.</summary>
    public EquatableArray<string> Texts(string parameter, string key) => AttributeArguments.OfParams(_attribute, _syntax, parameter)
        .Select((argument, i) => _arguments.Text(argument, key, Item(key, i)) ?? "")
        .ToEquatableArray();

    /// <summary>A property that lists texts.</summary>
    public EquatableArray<string> TextsOfProperty(string property, string key) =>
        Property(property, key) is { } argument && !_arguments.IsUnbound(argument, key, $"{Word}.{key}")
            ? AttributeArguments.ElementsOf(argument).Select((item, i) => _arguments.Text(item, key, Item(key, i)) ?? "").ToEquatableArray()
            : default;

    /// <summary>A constructor argument that is a text.</summary>
    public string? Text(string parameter, string key) =>
        Parameter(parameter) is { } argument ? _arguments.Text(argument, key, $"{Word}.{key}") : null;

    /// <summary>A constructor argument that is a whole number.</summary>
    public long? Integer(string parameter, string key) =>
        Parameter(parameter) is { } argument ? _arguments.Integer(argument, key, $"{Word}.{key}") : null;

    /// <summary>A property that is a whole number; null where it is not written.</summary>
    public long? IntegerOfProperty(string property, string key) =>
        Property(property, key) is { } argument ? _arguments.Integer(argument, key, $"{Word}.{key}") : null;

    /// <summary>A property that is a text; null where it is null or not written.</summary>
    public string? TextOfProperty(string property, string key) =>
        Property(property, key) is { } argument && (argument.Value.Kind == TypedConstantKind.Error || !argument.Value.IsNull)
            ? _arguments.Text(argument, key, $"{Word}.{key}")
            : null;

    /// <summary>A property that names a type; null where it is not written.</summary>
    public NameReference? TypeOfProperty(string property, string key) =>
        Property(property, key) is { } argument ? _arguments.Reference(argument, property, $"{Word}.{key}") : null;

    /// <summary>A property that is a value of a key; null where it is not written.</summary>
    public ConfigValue? ValueOfProperty(string property, ConfigKey key) =>
        Property(property, key.Name) is { } argument ? _arguments.Value(argument, key, $"{Word}.{key.Name}") : null;

    /// <summary>A property that is a number or a truth value; null where it is not written.</summary>
    /// <param name="property">Its name.</param>
    /// <param name="key">What paths and messages call it.</param>
    /// <param name="element">The path of the number.</param>
    public double? NumberOfProperty(string property, string key, string element) =>
        Property(property, key) is { } argument ? _arguments.Number(argument, key, element) : null;

    /// <summary>A property that lists numbers; null where it is not written.</summary>
    /// <param name="property">Its name.</param>
    /// <param name="key">What paths and messages call it.</param>
    /// <param name="element">The path of each number.</param>
    public IReadOnlyList<double>? NumbersOfProperty(string property, string key, Func<int, string> element) =>
        Property(property, key) is { } argument && !_arguments.IsUnbound(argument, key, $"{Word}.{key}")
            ? Numbers(AttributeArguments.ElementsOf(argument), key, element)
            : null;

    /// <summary>A constructor argument that lists numbers.</summary>
    public IReadOnlyList<double> Numbers(string parameter, string key, Func<int, string> element) =>
        Numbers(AttributeArguments.OfParams(_attribute, _syntax, parameter), key, element);

    /// <summary>A constructor argument that lists texts, each at a path of its own.</summary>
    public EquatableArray<string> Texts(string parameter, Func<int, string> element) => AttributeArguments.OfParams(_attribute, _syntax, parameter)
        .Select((argument, i) => _arguments.Text(argument, parameter, element(i)) ?? "")
        .ToEquatableArray();

    /// <summary>A constructor argument that is a text, at paths that it decides itself; null where it is none.</summary>
    public string? TextAt(string parameter, params Func<string, string>[] elements) => Parameter(parameter) is { Value.Value: string text } argument
        ? elements.Select(element => _arguments.Text(argument, parameter, element(text))).Last()
        : null;

    /// <summary>A property that is a text, at a path of its own; null where it is null or not written.</summary>
    public string? TextOfPropertyAt(string property, string element) =>
        Property(property, property) is { Value.IsNull: false } argument ? _arguments.Text(argument, property, element) : null;

    /// <summary>The written properties that the vocabulary knows.</summary>
    public ConfigValues Values(Vocabulary vocabulary)
    {
        var values = new List<KeyValuePair<string, ConfigValue>>();
        foreach (string property in _attribute.NamedArguments.Select(pair => pair.Key))
        {
            if (vocabulary.FindProperty(property) is { } key
                && Property(property, key.Name) is { } argument
                && _arguments.Value(argument, key, $"{Word}.{key.Name}") is { } value)
            {
                values.Add(new KeyValuePair<string, ConfigValue>(key.Name, value));
            }
        }

        return ConfigValues.From(values);
    }

    /// <summary>A constructor argument, or else a property that is known in paths as <paramref name="key"/>; null where neither is written.</summary>
    public AttributeArgument? Written(string parameter, string property, string key) => Parameter(parameter) ?? Property(property, key);

    /// <summary>The elements of a constructor's array.</summary>
    public IReadOnlyList<AttributeArgument> Elements(string parameter) => AttributeArguments.OfParams(_attribute, _syntax, parameter);

    private double[] Numbers(IReadOnlyList<AttributeArgument> arguments, string key, Func<int, string> element) =>
        [.. arguments.Select((argument, i) => _arguments.Number(argument, key, element(i)) ?? 0)];

    private AttributeArgument? Parameter(string parameter) => AttributeArguments.OfParameter(_attribute, _syntax, parameter);

    // A written property, whose value and name each have a place.
    private AttributeArgument? Property(string property, string key)
    {
        if (_attribute.NamedArguments.All(pair => pair.Key != property))
        {
            return null;
        }

        AttributeArgumentSyntax? syntax = _syntax?.ArgumentList?.Arguments
            .FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == property);
        _context.Locate($"{Word}.{key}", syntax?.Expression);
        _context.Locate($"{Word}.{key}#key", syntax?.NameEquals?.Name);
        return new AttributeArgument(_attribute.NamedArguments.First(pair => pair.Key == property).Value, syntax?.Expression);
    }

    private EquatableArray<NameReference> References(IReadOnlyList<AttributeArgument> arguments, string key) => arguments
        .Select((argument, i) => _arguments.Reference(argument, Word, Item(key, i)))
        .OfType<NameReference>()
        .ToEquatableArray();

    // Behind the last argument of a list another one can be added; within an array that is written out it cannot.
    private IReadOnlyList<AttributeArgument> LocateEnd(IReadOnlyList<AttributeArgument> arguments, string key)
    {
        if (arguments.Count > 0 && arguments[arguments.Count - 1].Expression is { Parent: AttributeArgumentSyntax } last)
        {
            _context.Locate($"{Word}.{key}#end", last);
        }

        return arguments;
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

    // The constructor did not bind: C# says why, unless the reason is a constant that only the emitted code brings.
    private void ReportUnbound()
    {
        _context.LeaveToCSharp();
        foreach (AttributeArgumentSyntax argument in _syntax?.ArgumentList?.Arguments ?? default)
        {
            EmittedConstants.Report(argument.Expression, Word, Word, _context);
        }
    }

    private string Item(string key, int index) => FormattableString.Invariant($"{Word}.{key}[{index}]");

    private static string Snake(string camel) =>
        string.Concat(camel.Select(c => char.IsUpper(c) ? "_" + char.ToLowerInvariant(c) : c.ToString()));
}

using System;
using System.Globalization;
using System.Linq;
using Solar.Specs;

namespace Solar.Validation;

/// <summary>Which element of which declaration is meant.</summary>
/// <param name="Declaration">Full name of the declaration.</param>
/// <param name="Element">
/// Path of the element in YAML's words: empty for the declaration's name, <c>llama</c> for the word itself,
/// <c>llama.hidden_size</c> for a value, <c>llama.hidden_size#key</c> for its key, <c>pretrain.data[1]</c> for an item,
/// <c>upscale.base</c>, <c>upscale.drop_top</c>, <c>layers.ranges[0]</c>, <c>expect.num_hidden_layers</c>, <c>average.models[0]</c>, <c>text_file.path</c>.
/// </param>
public readonly record struct ElementPath(string Declaration, string Element);

/// <summary>A rule that is broken, and where.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Where">The element.</param>
/// <param name="Arguments">What fills the rule's message.</param>
public sealed record Finding(Rule Rule, ElementPath Where, EquatableArray<string> Arguments)
{
    /// <summary>The place itself, where the front end knew it; else it is looked up by <see cref="Where"/>.</summary>
    public SourceLocation? At { get; init; }

    /// <summary>What would put it right; the likeliest first.</summary>
    public EquatableArray<Mend> Mends { get; init; }

    /// <summary>The message.</summary>
    public string Message => string.Format(CultureInfo.InvariantCulture, Rule.MessageFormat, Arguments.Cast<object>().ToArray());

    /// <summary>A finding; numbers are formatted invariantly.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="where">The element.</param>
    /// <param name="arguments">What fills the rule's message, in its order. A <see cref="Mend"/> among them fills nothing: it is what would put the finding right.</param>
    public static Finding Of(Rule rule, ElementPath where, params object[] arguments) => new(
        rule,
        where,
        arguments.Where(argument => argument is not Mend).Select(argument => Convert.ToString(argument, CultureInfo.InvariantCulture) ?? "").ToEquatableArray())
    {
        Mends = arguments.OfType<Mend>().ToEquatableArray(),
    };
}

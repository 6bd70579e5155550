using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Solar.Compiler.Reading;
using Solar.Families;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Generators.Reading;

/// <summary>Reads the attributes of recipes: those of one base by the vocabulary, <c>[Layers]</c> and <c>[Recipe]</c> by themselves.</summary>
internal static class RecipeAttributeReader
{
    /// <summary>The recipe of an attribute; null (reported) where it cannot be read.</summary>
    public static Recipe? Read(AttributeReader attribute) => attribute.Word switch
    {
        "recipe" => ReadExpression(attribute),
        LayersRecipe.Key => ReadLayers(attribute),
        _ => ReadDerived(attribute, RecipeVocabulary.Find(attribute.Word)!),
    };

    private static DerivedRecipe? ReadDerived(AttributeReader attribute, RecipeWord word)
    {
        NameReference? source = attribute.Type("base", "base");
        var arguments = new RecipeArguments();
        foreach (RecipeParameter parameter in word.Parameters)
        {
            if (attribute.Written(parameter.Name, parameter.Property, parameter.Key) is { } argument
                && ReadValue(attribute, argument, parameter) is { } value)
            {
                arguments.With(parameter.Key, value);
            }
        }

        if (source is null)
        {
            return null;
        }

        if (word.Missing(arguments) is { } missing)
        {
            if (!attribute.Context.IsBroken)
            {
                attribute.Context.Report(Rules.MissingKey, word.Key, word.Name, missing.Name);
            }

            return null;
        }

        return word.Make(new SourceRecipe(source), arguments);
    }

    private static RecipeValue? ReadValue(AttributeReader attribute, AttributeArgument argument, RecipeParameter parameter)
    {
        string element = $"{attribute.Word}.{parameter.Key}";
        switch (parameter.Kind)
        {
            case RecipeValueKind.Number:
                return attribute.Arguments.Integer(argument, parameter.Key, element) is { } number ? new RecipeValue(number, null, default) : null;
            case RecipeValueKind.Range:
                return attribute.Arguments.Text(argument, parameter.Key, element) is { } range ? new RecipeValue(null, range, default) : null;
            case RecipeValueKind.Word:
                return ReadWord(attribute, argument, parameter, element);
            case RecipeValueKind.Positions when argument.Value.Value is int:
                return attribute.Arguments.Integer(argument, parameter.Key, element) is { } place
                    ? new RecipeValue(null, null, EquatableArray.Of(place.ToString(System.Globalization.CultureInfo.InvariantCulture)))
                    : null;
            case RecipeValueKind.Positions:
                return attribute.Arguments.Text(argument, parameter.Key, element) is { } places
                    ? new RecipeValue(null, null, places.Split(',').Select(place => place.Trim()).ToEquatableArray())
                    : null;
            default:
                IReadOnlyList<AttributeArgument> elements = parameter.IsRest ? attribute.Elements(parameter.Name) : AttributeArguments.ElementsOf(argument);
                return new RecipeValue(null, null, elements.Select((item, i) =>
                    attribute.Arguments.Text(item, parameter.Key, FormattableString.Invariant($"{element}[{i}]")) ?? "").ToEquatableArray());
        }
    }

    // A member of an enum whose members stand in the order of the vocabulary's words.
    private static RecipeValue? ReadWord(AttributeReader attribute, AttributeArgument argument, RecipeParameter parameter, string element)
    {
        attribute.Context.Locate(element, argument.Expression);
        if (attribute.Arguments.IsUnbound(argument, parameter.Key, element))
        {
            return null;
        }

        if (argument.Value.Value is int index && index >= 0 && index < parameter.Choices.Count)
        {
            return new RecipeValue(null, parameter.Choices[index], default);
        }

        attribute.Context.Report(Rules.InvalidValue, element, argument.Expression?.ToString() ?? "", parameter.Key, parameter.Expected);
        return null;
    }

    // Models stand among the ranges: each begins a new part.
    private static LayersRecipe? ReadLayers(AttributeReader attribute)
    {
        IReadOnlyList<AttributeArgument> written = attribute.Elements("ranges");
        bool isOfSeveral = written.Any(argument => argument.Value.Kind == TypedConstantKind.Type);
        string Path(int part) => isOfSeveral ? FormattableString.Invariant($"layers.parts[{part}]") : LayersRecipe.Key;

        var parts = new List<(NameReference? Base, List<string> Ranges)> { (attribute.Type("base", isOfSeveral ? "parts[0].base" : "base"), []) };
        foreach (AttributeArgument argument in written)
        {
            if (argument.Value.Kind == TypedConstantKind.Type)
            {
                parts.Add((attribute.Arguments.Reference(argument, "layers", Path(parts.Count) + ".base"), []));
                continue;
            }

            List<string> ranges = parts[parts.Count - 1].Ranges;
            ranges.Add(attribute.Arguments.Text(argument, "ranges", FormattableString.Invariant($"{Path(parts.Count - 1)}.ranges[{ranges.Count}]")) ?? "");
        }

        NameReference? embeddings = attribute.TypeOfProperty("Embeddings", "embeddings");
        NameReference? norm = attribute.TypeOfProperty("Norm", "norm");
        NameReference? head = attribute.TypeOfProperty("Head", "head");
        return parts.Exists(part => part.Base is null)
            ? null
            : new LayersRecipe(parts.Select(part => new LayersPart(new SourceRecipe(part.Base!), part.Ranges.ToEquatableArray())).ToEquatableArray())
            {
                Embeddings = embeddings,
                Norm = norm,
                Head = head,
            };
    }

    private static Recipe? ReadExpression(AttributeReader attribute)
    {
        if (attribute.Written("expression", "Expression", "expression") is not { } argument)
        {
            return null;
        }

        attribute.Context.Locate("recipe.expression", argument.Expression);
        if (argument.Expression is not { } expression || RecipeLiteral.Of(expression, attribute.Context) is not { } literal)
        {
            // What is no constant C# reports; a null is ours.
            if (!attribute.Arguments.IsUnbound(argument, "recipe", "recipe.expression"))
            {
                attribute.Context.Report(Rules.InvalidValue, "recipe.expression", argument.Expression?.ToString() ?? "null", "recipe", "a recipe as a text");
            }

            return null;
        }

        RecipeReading reading = RecipeExpressionReader.Read(literal.Text, "", literal.Reference);
        foreach (RecipeElement part in reading.Elements)
        {
            attribute.Context.Locate(part.Element, literal.Location(part.Start, part.Length));
        }

        if (reading.Fault is { } fault)
        {
            // An empty text has no character to mark but its quotes.
            if (fault.Length > 0)
            {
                attribute.Context.Locate("recipe.fault", literal.Location(fault.Start, fault.Length));
            }

            attribute.Context.Report(Rules.MalformedRecipe, fault.Length > 0 ? "recipe.fault" : "recipe.expression", fault.Message);
            return null;
        }

        if (reading.Recipe is SourceRecipe source)
        {
            attribute.Context.Report(
                Rules.MalformedRecipe, "recipe.expression",
                $"'{literal.Text.Trim()}' is the mere name of a model; a recipe is such as \"Upscale({literal.Text.Trim()}, dropTop: 8, dropBottom: 8)\"");
            return null;
        }

        return reading.Recipe;
    }
}

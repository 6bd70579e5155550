using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Families;

namespace Solar.Specs;

/// <summary>
/// A declaration as one line of JSON in the words of <c>*.solar.yaml</c>, such as
/// <c>{"upscale": "Paper.SolarBase", "drop_top": 8, "drop_bottom": 8}</c>. JSON is YAML, so the YAML reader reads it back.
/// </summary>
/// <remarks>
/// Equal declarations have equal text, whichever front end read them: keys are in a fixed order, numbers are invariant and names are full.
/// It is what a catalog holds. Where a class is and how it is declared is no part of it.
/// </remarks>
public static class CanonicalText
{
    /// <summary>The version of this form; a reader ignores catalogs of versions that it does not know.</summary>
    public const int Version = 1;

    /// <summary>The canonical text of a declaration whose names are full already.</summary>
    public static string Write(Declaration declaration) => Write(declaration, reference => reference.Written);

    /// <summary>The canonical text of a declaration.</summary>
    /// <param name="declaration">The declaration.</param>
    /// <param name="fullName">The full name that a written name turned out to mean.</param>
    public static string Write(Declaration declaration, Func<NameReference, string> fullName) => declaration switch
    {
        ModelDeclaration model => Model(model, fullName).ToString(),
        StageDeclaration stage => Stage(stage, fullName).ToString(),
        MergeDeclaration merge => MergeText.Write(merge, fullName).ToString(),
        DatasetDeclaration dataset => Values(new JsonObject().Add(dataset.Kind, Json.Quote(dataset.Path)), dataset.Options).ToString(),
        _ => throw new ArgumentException($"A {declaration.GetType().Name} has no canonical text.", nameof(declaration)),
    };

    private static JsonObject Model(ModelDeclaration model, Func<NameReference, string> fullName)
    {
        JsonObject json = model.Recipe is { } recipe ? RecipeNode(recipe, fullName) : new JsonObject();
        if (model.Architecture is { } architecture)
        {
            json.Add(architecture.Family, Values(new JsonObject(), architecture.Values).ToString());
        }

        if (model.Weights is { } weights)
        {
            json.Add("weights", Json.Quote(weights.Location));
            if (weights.Revision is { } revision)
            {
                json.Add("revision", Json.Quote(revision));
            }
        }

        if (model.InitializeFrom is { } source)
        {
            json.Add("initialize_from", Json.Quote(fullName(source)));
        }

        if (model.Expect is { } expect)
        {
            json.Add("expect", new JsonObject()
                .Add("num_hidden_layers", expect.NumHiddenLayers)
                .Add("parameters", expect.Parameters)
                .ToString());
        }

        return json;
    }

    // The leaf of a recipe is a name; a recipe within a recipe is a node.
    private static string RecipeBase(Recipe recipe, Func<NameReference, string> fullName) =>
        recipe is SourceRecipe leaf ? Json.Quote(fullName(leaf.Source)) : RecipeNode(recipe, fullName).ToString();

    private static JsonObject RecipeNode(Recipe recipe, Func<NameReference, string> fullName)
    {
        if (recipe is LayersRecipe layers)
        {
            return LayersNode(layers, fullName);
        }

        DerivedRecipe derived = recipe as DerivedRecipe ?? throw new ArgumentException($"A {recipe.GetType().Name} has no node form.", nameof(recipe));
        JsonObject json = new JsonObject().Add(derived.Word.Key, RecipeBase(derived.Base, fullName));
        foreach (KeyValuePair<string, RecipeValue> argument in derived.Arguments)
        {
            json.Add(argument.Key, argument.Value.ToJson());
        }

        return json;
    }

    // Ranges of one model stand beside it; of several, each part names its own.
    private static JsonObject LayersNode(LayersRecipe layers, Func<NameReference, string> fullName)
    {
        JsonObject json = layers.Parts.Count == 1
            ? new JsonObject()
                .Add(LayersRecipe.Key, RecipeBase(layers.Parts[0].Base, fullName))
                .Add("ranges", List(layers.Parts[0].Ranges.Select(Json.Quote)))
            : new JsonObject().Add(LayersRecipe.Key, List(layers.Parts.Select(part => new JsonObject()
                .Add("model", RecipeBase(part.Base, fullName))
                .Add("ranges", List(part.Ranges.Select(Json.Quote)))
                .ToString())));
        foreach (KeyValuePair<string, NameReference> donor in RecipeText.Donors(layers))
        {
            json.Add(donor.Key, Json.Quote(fullName(donor.Value)));
        }

        return json;
    }

    private static JsonObject Stage(StageDeclaration stage, Func<NameReference, string> fullName)
    {
        JsonObject json = new JsonObject()
            .Add(StageVocabulary.Of(stage.Kind).Name, Json.Quote(fullName(stage.Model)))
            .Add("data", Names(stage.Data, fullName));
        if (stage.EvalData.Count > 0)
        {
            json.Add("eval_data", Names(stage.EvalData, fullName));
        }

        if (stage.Decontaminate.Count > 0)
        {
            json.Add("decontaminate", Names(stage.Decontaminate, fullName));
        }

        return Values(json, stage.Options);
    }

    private static string Names(IEnumerable<NameReference> references, Func<NameReference, string> fullName) =>
        List(references.Select(reference => Json.Quote(fullName(reference))));

    private static string List(IEnumerable<string> items) => $"[{string.Join(", ", items)}]";

    // Keys that share a prefix, such as rope_scaling.factor, stand side by side (they are in ordinal order) and become one nested object.
    private static JsonObject Values(JsonObject json, ConfigValues values)
    {
        foreach (IGrouping<string, ConfigEntry> group in values.Entries.GroupBy(entry => entry.Key.Split('.')[0], StringComparer.Ordinal))
        {
            ConfigEntry first = group.First();
            if (first.Key == group.Key)
            {
                json.Add(group.Key, first.Value.ToJson());
                continue;
            }

            var nested = new JsonObject();
            foreach (ConfigEntry entry in group)
            {
                nested.Add(entry.Key.Substring(group.Key.Length + 1), entry.Value.ToJson());
            }

            json.Add(group.Key, nested.ToString());
        }

        return json;
    }
}

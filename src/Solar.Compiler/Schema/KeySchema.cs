using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Specs;

namespace Solar.Compiler.Schema;

/// <summary>What keys of a vocabulary take, as JSON schema.</summary>
internal static class KeySchema
{
    // YAML 1.2 takes 10_000 for a text; our reader takes it for a number, and so must the schema.
    private const string Whole = "^[-+]?[0-9]+(_[0-9]+)*$";
    private const string Fraction = @"^[-+]?([0-9]+(_[0-9]+)*(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?$";
    private const string NewRope = "rope_parameters";
    private const string OldRope = "rope_scaling";

    /// <summary>The members of a mapping of these keys, nested and older spellings included.</summary>
    public static SchemaObject Properties(IEnumerable<ConfigKey> keys)
    {
        var properties = new SchemaObject();
        List<(string Name, SchemaObject Value)> spelt = [.. keys.SelectMany(Spellings)];
        foreach (IGrouping<string, (string Name, SchemaObject Value)> group in spelt.GroupBy(key => key.Name.Split('.')[0], StringComparer.Ordinal))
        {
            if (group.First().Name == group.Key)
            {
                properties.Add(group.Key, group.First().Value);
                continue;
            }

            SchemaObject nested = Nested(group, $"The keys of {group.Key}, or null for none.");
            properties.Add(group.Key, nested);
            if (group.Key == OldRope)
            {
                // As transformers 5 spells it, which holds rope_theta too.
                IEnumerable<(string, SchemaObject)> theta = spelt.Where(key => key.Name == "rope_theta").Select(key => (OldRope + ".rope_theta", key.Value));
                properties.Add(NewRope, Nested(group.Concat(theta), "Newer spelling of rope_scaling and rope_theta."));
            }
        }

        return properties;
    }

    /// <summary>What one key takes.</summary>
    public static SchemaObject Of(ConfigKey key)
    {
        SchemaObject schema = new SchemaObject().Add("description", key.Documentation);
        string[] nothing = key.IsNullable ? ["null"] : [];
        switch (key.Kind)
        {
            case ConfigKind.Integer:
                schema.Add("type", (string[])["integer", "string", .. nothing]).Add("pattern", Whole).Add("minimum", key.Minimum).Add("maximum", key.Maximum);
                break;
            case ConfigKind.Number:
                schema.Add("type", (string[])["number", "string", .. nothing]).Add("pattern", Fraction).Add("minimum", key.Minimum).Add("maximum", key.Maximum);
                break;
            case ConfigKind.Boolean:
                schema.Add("type", (string[])["boolean", .. nothing]);
                break;
            case ConfigKind.Text when key.Choices.Count > 0 && key.IsNullable:
                schema.Add("anyOf", (SchemaObject[])[new SchemaObject().Add("enum", key.Choices.AsEnumerable()), new SchemaObject().Add("type", "null")]);
                break;
            case ConfigKind.Text when key.Choices.Count > 0:
                schema.Add("enum", key.Choices.AsEnumerable());
                break;
            case ConfigKind.List:
                // A list of one needs no brackets.
                schema.Add("type", (string[])["array", ItemType(key), .. nothing]).Add("items", Item(key));
                break;
            case ConfigKind.Text:
                schema.Add("type", (string[])["string", .. nothing]);
                break;
        }

        return key is { Kind: not ConfigKind.List, Default: { IsNull: false } value } ? schema.Add("default", value) : schema;
    }

    // Of an item nothing is said that its list does not say.
    private static SchemaObject Item(ConfigKey list) => list.Choices.Count > 0
        ? new SchemaObject().Add("enum", list.Choices.AsEnumerable())
        : new SchemaObject().Add("type", ItemType(list));

    private static string ItemType(ConfigKey list) => list.ItemKind switch
    {
        ConfigKind.Integer => "integer",
        ConfigKind.Number => "number",
        _ => "string",
    };

    /// <summary>A whole number that is no vocabulary's.</summary>
    public static SchemaObject Integer(string documentation) =>
        new SchemaObject().Add("description", documentation).Add("type", (string[])["integer", "string"]).Add("pattern", Whole);

    private static IEnumerable<(string Name, SchemaObject Value)> Spellings(ConfigKey key)
    {
        yield return (key.Name, Of(key));
        foreach (string alias in key.Aliases)
        {
            yield return (alias, Of(key with { Documentation = $"Other spelling of {key.Name}. {key.Documentation}" }));
        }
    }

    private static SchemaObject Nested(IEnumerable<(string Name, SchemaObject Value)> keys, string documentation)
    {
        var properties = new SchemaObject();
        foreach ((string name, SchemaObject value) in keys)
        {
            properties.Add(name.Substring(name.IndexOf('.') + 1), value);
        }

        return new SchemaObject()
            .Add("description", documentation).Add("type", (string[])["object", "null"]).Add("properties", properties).Add("additionalProperties", false);
    }
}

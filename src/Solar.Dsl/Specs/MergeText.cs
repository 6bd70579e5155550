using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Solar.Families;

namespace Solar.Specs;

/// <summary>The canonical text of a merge, such as <c>{"slerp": ["A", "B"], "t": [{"filter": "mlp", "value": [0, 1]}, {"value": 0.5}]}</c>.</summary>
internal static class MergeText
{
    public static JsonObject Write(MergeDeclaration merge, Func<NameReference, string> fullName)
    {
        JsonObject json = new JsonObject()
            .Add(merge.Method, List(merge.Inputs.Select(input => Input(merge.Method, input, fullName))));
        AddText(json, "function", merge.Function);
        AddText(json, "base", merge.Base is { } @base ? fullName(@base) : null);
        AddText(json, "into", merge.Into is { } into ? fullName(into) : null);
        AddText(json, "dtype", merge.Dtype?.Name());
        AddText(json, "vocabulary", merge.Vocabulary == VocabularyPolicy.Same ? null : "common");
        AddText(json, "tokenizer_source", merge.TokenizerSource is { } source ? fullName(source) : null);
        AddParameters(json, merge.Method, merge.Parameters);
        return merge.Slices.Count == 0 ? json : json.Add("slices", List(merge.Slices.Select(slice => Slice(merge.Method, slice))));
    }

    private static string Input(string method, MergeInput input, Func<NameReference, string> fullName)
    {
        string model = Json.Quote(fullName(input.Model));
        return input.Parameters.Count == 0 ? model : AddParameters(new JsonObject().Add("model", model), method, input.Parameters).ToString();
    }

    private static string Slice(string method, MergeSlice slice)
    {
        JsonObject json = new JsonObject().Add("layers", List(slice.Sources.Select(source => Source(method, source))));
        AddText(json, "base", slice.Base);
        return AddParameters(json, method, slice.Parameters).ToString();
    }

    private static string Source(string method, MergeSliceSource source)
    {
        string range = source.Range.Length == 0 ? "null" : Json.Quote(source.Range);
        return source.Parameters.Count == 0 ? range : AddParameters(new JsonObject().Add("range", range), method, source.Parameters).ToString();
    }

    private static JsonObject AddParameters(JsonObject json, string method, EquatableArray<MergeParameter> parameters)
    {
        foreach (MergeParameter parameter in parameters)
        {
            ConfigKind kind = MergeVocabulary.Find(method)?.Find(parameter.Name)?.Key.Kind ?? ConfigKind.Number;
            json.Add(parameter.Name, parameter.Settings is [{ Filter: null } only] ? Values(kind, only) : List(parameter.Settings.Select(setting => Setting(kind, setting))));
        }

        return json;
    }

    private static string Setting(ConfigKind kind, MergeSetting setting)
    {
        var json = new JsonObject();
        AddText(json, "filter", setting.Filter);
        return json.Add("value", Values(kind, setting)).ToString();
    }

    private static string Values(ConfigKind kind, MergeSetting setting)
    {
        string[] values = [.. setting.Values.Select(value => Value(kind, value))];
        return values.Length == 1 ? values[0] : List(values);
    }

    // A value that is none of its key's is written as the number that it is; the rules speak of it.
    private static string Value(ConfigKind kind, double value) => kind switch
    {
        ConfigKind.Boolean when value is 0 or 1 => value == 1 ? "true" : "false",
        ConfigKind.Integer when value == Math.Floor(value) && Math.Abs(value) < 1e15 => ((long)value).ToString(CultureInfo.InvariantCulture),
        _ => ConfigValue.Of(value).ToJson(),
    };

    private static void AddText(JsonObject json, string key, string? text)
    {
        if (text is not null)
        {
            json.Add(key, Json.Quote(text));
        }
    }

    private static string List(IEnumerable<string> items) => $"[{string.Join(", ", items)}]";
}

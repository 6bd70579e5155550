using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Solar.Lab.CommandLine.Output;

namespace Solar.Lab.Building;

/// <summary>Why something is built again, in words.</summary>
internal static class BuildReason
{
    private const int Longest = 60;

    /// <summary>What differs between the inputs that a record has and those of now.</summary>
    public static IReadOnlyList<string> Between(IReadOnlyDictionary<string, string> then, IReadOnlyDictionary<string, string> now) =>
    [
        .. now.Keys.Union(then.Keys).Order(StringComparer.Ordinal)
            .Where(part => then.GetValueOrDefault(part) != now.GetValueOrDefault(part))
            .SelectMany(part => Of(part, then.GetValueOrDefault(part), now.GetValueOrDefault(part))),
    ];

    private static IEnumerable<string> Of(string part, string? then, string? now) => (part.Split(' '), then, now) switch
    {
        ([BuildInputs.Declaration] or ["model"], { } before, { } after) => Keys(part, before, after),
        (["input", var name], null, _) => [$"it is made from {Shown.Name(name)} now"],
        (["input", var name], _, null) => [$"it is no longer made from {Shown.Name(name)}"],
        (["input", var name], _, _) => [$"the result of {Shown.Name(name)} is another one"],
        (["data", var name], { } before, { } after) => Keys($"data set {Shown.Name(name)}", before, after),
        (["data", var name], null, _) => [$"it reads {Shown.Name(name)} now"],
        (["data", var name], _, _) => [$"it no longer reads {Shown.Name(name)}"],
        (["files", "of", var name], { }, { }) => [$"the file of {Shown.Name(name)} was changed"],
        (["files", ..], _, _) => [],
        (["set", var key], _, _) => [$"--set {key} was {then ?? "not given"} and is {now ?? "not given"}"],
        ([BuildInputs.Solar], _, _) => ["Solar is another build"],
        (["code"], _, _) => ["the program's own code is another build"],
        (["tokenizer"], _, _) => ["the tokenizer is another one"],
        _ => [$"{part} was {then ?? "not there"} and is {now ?? "not there"}"],
    };

    // Which keys of two texts differ; a text that is no object is compared as a whole.
    private static IEnumerable<string> Keys(string what, string then, string now)
    {
        if (Parse(then) is not { } before || Parse(now) is not { } after)
        {
            return [$"{what} was {Short(then)} and is {Short(now)}"];
        }

        string[] changed = [.. after.Keys.Union(before.Keys).Order(StringComparer.Ordinal).Where(key => before.GetValueOrDefault(key) != after.GetValueOrDefault(key))];
        return changed.Select(key => $"{what}: {key} was {Short(before.GetValueOrDefault(key) ?? "not declared")} and is {Short(after.GetValueOrDefault(key) ?? "not declared")}");
    }

    private static Dictionary<string, string>? Parse(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Flat("", document.RootElement).ToDictionary(pair => pair.Key, pair => pair.Value) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Flat(string prefix, JsonElement element) => element.EnumerateObject().SelectMany(property =>
        property.Value.ValueKind == JsonValueKind.Object
            ? Flat($"{prefix}{property.Name}.", property.Value)
            : [new KeyValuePair<string, string>(prefix + property.Name, property.Value.GetRawText())]);

    private static string Short(string text) => text.Length <= Longest ? text : text[..Longest] + "…";
}

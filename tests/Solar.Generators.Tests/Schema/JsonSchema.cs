using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Solar.Generators.Tests.Schema;

/// <summary>As much of JSON schema (draft 7) as our schema uses; a keyword that it does not know is a fault of the test.</summary>
internal sealed class JsonSchema(JsonObject root)
{
    private static readonly string[] Annotations = ["$schema", "title", "description", "default", "definitions"];

    /// <summary>What is wrong with a value, as paths with reasons; nothing where it is valid.</summary>
    public IReadOnlyList<string> Validate(JsonNode? value) => [.. Faults(root, value, "")];

    private IEnumerable<string> Faults(JsonObject schema, JsonNode? value, string path) =>
        schema.Where(keyword => !Annotations.Contains(keyword.Key)).SelectMany(keyword => Faults(schema, keyword.Key, keyword.Value!, value, path));

    private IEnumerable<string> Faults(JsonObject schema, string keyword, JsonNode rule, JsonNode? value, string path) => keyword switch
    {
        "$ref" => Faults(Definition(rule.GetValue<string>()), value, path),
        "type" => Types(rule).Contains(TypeOf(value)) || (TypeOf(value) == "integer" && Types(rule).Contains("number"))
            ? [] : [$"{path}: {TypeOf(value)}"],
        "enum" => ((JsonArray)rule).Any(choice => JsonNode.DeepEquals(choice, value)) ? [] : [$"{path}: {value}"],
        "pattern" => value?.GetValueKind() != JsonValueKind.String || Regex.IsMatch(value.GetValue<string>(), rule.GetValue<string>()) ? [] : [$"{path}: {value}"],
        "minimum" => Number(value) is { } number && number < Number(rule) ? [$"{path}: {value}"] : [],
        "maximum" => Number(value) is { } number && number > Number(rule) ? [$"{path}: {value}"] : [],
        "anyOf" => ((JsonArray)rule).Any(choice => !Faults((JsonObject)choice!, value, path).Any()) ? [] : [$"{path}: none of its forms"],
        "allOf" => ((JsonArray)rule).SelectMany(part => Faults((JsonObject)part!, value, path)),
        "items" => value is JsonArray list ? list.SelectMany((item, i) => Faults((JsonObject)rule, item, $"{path}[{i}]")) : [],
        "required" => value is JsonObject mapping ? ((JsonArray)rule).Where(key => !mapping.ContainsKey(key!.GetValue<string>())).Select(key => $"{path}: {key} is missing") : [],
        "properties" => value is JsonObject mapping
            ? ((JsonObject)rule).Where(key => mapping.ContainsKey(key.Key)).SelectMany(key => Faults((JsonObject)key.Value!, mapping[key.Key], $"{path}.{key.Key}"))
            : [],
        "patternProperties" => [],
        "additionalProperties" => value is JsonObject mapping
            ? Additional(schema, mapping).SelectMany(key => rule is JsonObject other
                ? Faults(other, mapping[key], $"{path}.{key}") : rule.GetValue<bool>() ? [] : [$"{path}: {key}"])
            : [],
        _ => throw new NotSupportedException(keyword),
    };

    private static IEnumerable<string> Additional(JsonObject schema, JsonObject mapping) => mapping.Select(pair => pair.Key)
        .Where(key => schema["properties"] is not JsonObject known || !known.ContainsKey(key))
        .Where(key => schema["patternProperties"] is not JsonObject patterns || !patterns.Any(pattern => Regex.IsMatch(key, pattern.Key)));

    private JsonObject Definition(string reference) =>
        (JsonObject?)root["definitions"]![reference["#/definitions/".Length..]] ?? throw new KeyNotFoundException(reference);

    private static string[] Types(JsonNode rule) => rule is JsonArray list ? [.. list.Select(type => type!.GetValue<string>())] : [rule.GetValue<string>()];

    private static double? Number(JsonNode? value) => value?.GetValueKind() == JsonValueKind.Number ? value.GetValue<double>() : null;

    private static string TypeOf(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "null",
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => value.GetValue<double>() % 1 == 0 ? "integer" : "number",
        _ => "boolean",
    };
}

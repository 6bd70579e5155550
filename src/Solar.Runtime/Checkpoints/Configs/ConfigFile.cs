using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Solar.Families;
using Solar.Specs;

namespace Solar.Runtime.Checkpoints;

/// <summary>A checkpoint's <c>config.json</c>, as old and new versions of transformers write it.</summary>
public sealed class ConfigFile
{
    private const long GreatestLength = 10_000_000;
    private const string Mend = "Fetch config.json again.";

    private readonly JsonElement _root;

    private ConfigFile(string path, JsonElement root)
    {
        FullPath = path;
        _root = root;
        ModelType = root.TryGetProperty("model_type", out JsonElement type) && type.ValueKind == JsonValueKind.String ? type.GetString() : null;
        Family = ModelType is null ? null : Family.Find(ModelType);
        Values = ConfigValues.From(Flatten(root, string.Empty));
    }

    /// <summary>The file, or what a declared configuration is called.</summary>
    public string FullPath { get; }

    /// <summary>The family by its Hugging Face name, such as <c>mistral</c>; null where it is not said.</summary>
    public string? ModelType { get; }

    /// <summary>The family; null where Solar does not know it.</summary>
    public Family? Family { get; }

    /// <summary>What is written, keys in their canonical spelling and nested ones joined by a dot.</summary>
    public ConfigValues Values { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="CheckpointException">It holds no JSON object.</exception>
    public static ConfigFile Read(string path) =>
        JsonFile.ReadObject(path, GreatestLength, Mend, root => new ConfigFile(path, root.Clone()));

    /// <summary>Reads the text of a declared configuration.</summary>
    /// <param name="text">JSON of an object.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="CheckpointException">It is no JSON object.</exception>
    public static ConfigFile Parse(string text, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new ConfigFile(name, document.RootElement.Clone())
                : throw new CheckpointException(name, null, "its configuration is no JSON object", "Declare it anew.");
        }
        catch (JsonException e)
        {
            throw new CheckpointException(name, null, $"its configuration is no valid JSON ({e.Message})", "Declare it anew.", e);
        }
    }

    /// <summary>The same configuration as text that says which type the weights have, in the place where transformers looks.</summary>
    /// <param name="dtype">The type of the weights, such as <c>bfloat16</c>.</param>
    public string WithDtype(string dtype) => JsonText.Write(json =>
    {
        const string key = "torch_dtype";
        bool isWritten = false;
        json.WriteStartObject();
        foreach (JsonProperty property in _root.EnumerateObject())
        {
            if (property.Name is not (key or "dtype"))
            {
                property.WriteTo(json);
            }
            else if (!isWritten)
            {
                json.WriteString(key, dtype);
                isWritten = true;
            }
        }

        if (!isWritten)
        {
            json.WriteString(key, dtype);
        }

        json.WriteEndObject();
    });

    private IEnumerable<KeyValuePair<string, ConfigValue>> Flatten(JsonElement element, string prefix)
    {
        foreach (JsonProperty property in element.EnumerateObject())
        {
            // transformers 5 calls it rope_parameters and keeps rope_theta in it
            string name = prefix == "rope_parameters." && property.Name == "rope_theta"
                ? property.Name
                : (prefix == "rope_parameters." ? "rope_scaling." : prefix) + property.Name;
            if (property.Value.ValueKind == JsonValueKind.Object)
            {
                foreach (KeyValuePair<string, ConfigValue> pair in Flatten(property.Value, property.Name + "."))
                {
                    yield return pair;
                }
            }
            else if ((List(name, property.Value) ?? Scalar(property.Value)) is { } value)
            {
                yield return KeyValuePair.Create(Family?.Vocabulary.Find(name)?.Name ?? name, value);
            }
        }
    }

    private ConfigValue? List(string name, JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && Family?.Vocabulary.Find(name) is { Kind: ConfigKind.List } key
            ? ConfigValue.OfList(value.EnumerateArray().Select(Scalar).OfType<ConfigValue>()
                .Select(item => key.ItemKind == ConfigKind.Number && item.Kind == ConfigKind.Integer ? ConfigValue.Of(item.AsNumber()) : item))
            : null;

    private static ConfigValue? Scalar(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => ConfigValue.Null,
        JsonValueKind.True => ConfigValue.Of(true),
        JsonValueKind.False => ConfigValue.Of(false),
        JsonValueKind.String => ConfigValue.Of(value.GetString()!),
        JsonValueKind.Number when value.TryGetInt64(out long integer) => ConfigValue.Of(integer),
        JsonValueKind.Number => ConfigValue.Of(value.GetDouble()),
        _ => null,
    };
}

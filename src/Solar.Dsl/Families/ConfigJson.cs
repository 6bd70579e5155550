using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Solar.Specs;

namespace Solar.Families;

/// <summary>
/// Writes the <c>config.json</c> of a model: every key of its family, defaults included, sorted and indented as transformers does.
/// It comes from the declaration alone, never from a donor's file.
/// </summary>
/// <remarks>
/// <c>transformers_version</c> is not claimed, since transformers did not write it; <c>torch_dtype</c> stands only where it is declared.
/// </remarks>
public static class ConfigJson
{
    private const string RopeScaling = "rope_scaling";

    /// <summary>The text of the file, with LF and a final line end.</summary>
    /// <exception cref="ArgumentException">The family is not known.</exception>
    public static string Write(DecoderSpec spec)
    {
        Family family = Family.Find(spec.Family) ?? throw new ArgumentException($"'{spec.Family}' is no family.", nameof(spec));
        var members = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["architectures"] = $"[\n    {Json.Quote(family.Architecture)}\n  ]",
            ["model_type"] = Json.Quote(family.ConfigModelType),
        };

        AddComponents(members, spec, family);
        foreach (ConfigKey key in family.Vocabulary.Keys.Where(key => key.Name.IndexOf('.') < 0))
        {
            string name = key.Name == "dtype" ? "torch_dtype" : key.Name;      // the older spelling, which every version reads
            ConfigValue? value = family.InForce(spec, key);
            if (value is { } written)
            {
                members[name] = Text(key, written);
            }
        }

        if (family != Family.Decoding && Scaling(spec) is { } scaling)
        {
            members[RopeScaling] = scaling;
        }
        else if (family.Vocabulary.Find(RopeScaling + ".rope_type") is not null)
        {
            members[RopeScaling] = "null";
        }

        return Object(members, indent: "") + "\n";
    }

    // The components of a decoder are objects of their own.
    private static void AddComponents(SortedDictionary<string, string> members, DecoderSpec spec, Family family)
    {
        foreach (Vocabulary component in family == Family.Decoding ? DecoderVocabulary.Components : [])
        {
            var nested = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (ConfigKey key in component.Keys)
            {
                if (family.InForce(spec, family.Vocabulary.Find($"{component.Name}.{key.Name}")!) is { } value)
                {
                    nested[key.Name] = Text(key, value);
                }
            }

            if (nested.Count > 0)
            {
                members[component.Name] = Object(nested, indent: "  ");
            }
        }
    }

    private static string? Scaling(DecoderSpec spec)
    {
        if (spec.RotaryEmbedding?.Scaling is not { } scaling)
        {
            return null;
        }

        var members = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (scaling.Type == "longrope")
        {
            members["type"] = Json.Quote(scaling.Type);             // Phi3Config accepts this key alone
            members["long_factor"] = Factors(scaling.LongFactor);
            members["short_factor"] = Factors(scaling.ShortFactor);
            return Object(members, indent: "  ");
        }

        members["factor"] = PythonNumber.Float(scaling.Factor);
        members["rope_type"] = Json.Quote(scaling.Type);
        if (scaling.Type == "llama3")
        {
            members["low_freq_factor"] = PythonNumber.Float(scaling.LowFreqFactor);
            members["high_freq_factor"] = PythonNumber.Float(scaling.HighFreqFactor);
            members["original_max_position_embeddings"] = ConfigValue.Of((long)scaling.OriginalMaxPositionEmbeddings).Canonical;
        }

        return Object(members, indent: "  ");
    }

    private static string Factors(IEnumerable<double> factors) => $"[{string.Join(", ", factors.Select(PythonNumber.Float))}]";

    private static string Text(ConfigKey key, ConfigValue value) =>
        key.Kind == ConfigKind.Number && !value.IsNull ? PythonNumber.Float(value.AsNumber()) : value.ToJson();

    private static string Object(SortedDictionary<string, string> members, string indent)
    {
        var json = new StringBuilder("{\n");
        int written = 0;
        foreach (KeyValuePair<string, string> member in members)
        {
            json.Append(indent).Append("  ").Append(Json.Quote(member.Key)).Append(": ").Append(member.Value);
            json.Append(++written < members.Count ? ",\n" : "\n");
        }

        return json.Append(indent).Append('}').ToString();
    }
}

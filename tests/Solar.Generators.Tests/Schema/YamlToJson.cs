using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Solar.Generators.Tests.Schema;

/// <summary>A YAML file as the JSON that an editor's validator sees: merge keys resolved, plain scalars by the core schema of YAML 1.2.</summary>
internal static partial class YamlToJson
{
    public static JsonNode? Read(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return Node(stream.Documents.Single().RootNode);
    }

    private static JsonNode? Node(YamlNode node) => node switch
    {
        YamlMappingNode mapping => Mapping(mapping),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Node)]),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: { } plain } => Plain(plain),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => null,
    };

    // What is written wins over what is merged, and an earlier mapping over a later one.
    private static JsonObject Mapping(YamlMappingNode mapping)
    {
        var json = new JsonObject();
        foreach ((YamlNode key, YamlNode value) in mapping.Children.OrderBy(pair => ((YamlScalarNode)pair.Key).Value == "<<"))
        {
            string name = ((YamlScalarNode)key).Value!;
            if (name != "<<")
            {
                json.Add(name, Node(value));
                continue;
            }

            foreach (YamlNode source in value is YamlSequenceNode list ? list.Children : [value])
            {
                foreach ((string merged, JsonNode? content) in Mapping((YamlMappingNode)source).Where(pair => !json.ContainsKey(pair.Key)).ToList())
                {
                    json.Add(merged, content?.DeepClone());
                }
            }
        }

        return json;
    }

    private static JsonNode? Plain(string text) => text switch
    {
        "" or "~" or "null" => null,
        "true" => JsonValue.Create(true),
        "false" => JsonValue.Create(false),
        _ when Number().IsMatch(text) => JsonValue.Create(double.Parse(text, CultureInfo.InvariantCulture)),
        _ => JsonValue.Create(text),
    };

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$")]
    private static partial Regex Number();
}

using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Compiler.Reading;
using Solar.Specs;
using Solar.Validation;
using Xunit;

namespace Solar.Compiler.Tests.Reading;

/// <summary>Whatever a file holds, reading it never throws, and whatever is wrong has a place within the text.</summary>
public sealed class FuzzTests
{
    private const int Inputs = 20_000;

    private static readonly string[] Seeds =
    [
        """
        # The paper.
        namespace: Paper
        using: [Zoo, Other.Zoo]
        x-small: &small { hidden_size: 64, "vocab_size": 128 }
        models:
          SolarBase: { llama: { <<: *small, num_hidden_layers: 32, rope_scaling: { type: linear, factor: 2.0 } }, initialize_from: Mistral7B }
          Solar10B:
            upscale: SolarBase
            drop_top: 8
            drop_bottom: 8
            expect: { num_hidden_layers: 48, parameters: 10_731_524_096 }
          Solar10C: "Upscale(SolarBase, dropTop: 8, dropBottom: 8)"
          Solar10D: { recipe: 'Layers(Upscale(A, 1, 2), 0..24, ^8..)', weights: { location: org/name, revision: main } }
        stages:
          SftV3: { instruction_tune: Solar10B, data: [AlpacaGpt4, OpenOrca], learning_rate: 1e-5 }
        merges:
          SftV3V4: { average: [SftV3, SftV4] }
        data:
          AlpacaGpt4: { json_lines: alpaca.jsonl, format: alpaca, field: text }
        """,
        "models:\r\n  A:\r\n    llama: &x\r\n      dtype: >-\r\n        float32\r\n  B: *x\r\n  C: Upscale(A, dropTop: 1, dropBottom: 1)\r\n",
        """{ "model_type": "llama", "hidden_size": 64, "rope_parameters": { "rope_theta": 1e4, "rope_type": "default" }, "eos_token_id": [1, 2] }""",
    ];

    private static readonly string[] Tokens =
    [
        ": ", ":", "- ", "{", "}", "[", "]", ", ", "\n", "\n  ", "\r\n", "\t", "#", " #", "'", "\"", "&x ", "*x", "*", "&", "<<: ", "|\n", ">-\n", "!!str ", "!",
        "%YAML 1.2\n", "---\n", "...\n", "? ", "@", "`", "\0", "\uFEFF", "\u2028", "\u0085", "\uD800", "😀", "\\u12", "\\", "null", "~", "1e999",
        "99999999999999999999", "Upscale(", "Layers(A, 0..4)", "dropTop: 8", ")", "models:\n", "..", "global::",
    ];

    [Fact]
    public void MutatedProgram_NeverThrowsAndIsFaultedWithinTheText()
    {
        var random = new Random(20240101);
        int broken = 0;
        for (int i = 0; i < Inputs; i++)
        {
            string text = Mutate(Seeds[random.Next(Seeds.Length)], random);
            YamlProgram program = YamlProgramReader.Read(Yaml.Path, text);
            broken += Check(text, program.AllFindings()) ? 1 : 0;
            Assert.Equal(
                program.Declarations.Count,
                program.Declarations.Select(d => d.Read.Name.FullName).Distinct(StringComparer.Ordinal).Count());
            Assert.All(program.Declarations, d => Assert.Equal(d.Findings.Count > 0, d.Findings.Count > 0 && d.Read.Declaration is null));
        }

        Assert.InRange(broken, Inputs / 2, Inputs);
    }

    [Fact]
    public void MutatedConfig_NeverThrowsAndIsFaultedWithinTheText()
    {
        var random = new Random(20240102);
        for (int i = 0; i < Inputs / 10; i++)
        {
            string text = Mutate(Seeds[2], random);
            Check(text, ConfigJsonReader.Read("config.json", text).Findings);
        }
    }

    private static bool Check(string text, IEnumerable<Finding> findings)
    {
        bool any = false;
        foreach (Finding finding in findings)
        {
            any = true;
            SourceLocation? at = finding.At;
            Assert.True(at is not null, $"{finding.Message} has no place in:\n{text}");
            Assert.True(at.Start >= 0 && at.Length >= 0 && at.Start + at.Length <= text.Length, $"{at} is outside of:\n{text}");
            Assert.True(at.Length > 0 || text.Length == 0, $"{finding.Message} marks nothing in:\n{text}");
            Assert.True(at is { StartLine: >= 0, StartColumn: >= 0 } && at.EndLine >= at.StartLine, $"{at} is no place of:\n{text}");
            Assert.True(finding.Rule != Rules.InternalError, $"{finding.Message}\n{text}");
        }

        return any;
    }

    private static string Mutate(string seed, Random random)
    {
        string text = seed;
        for (int edits = random.Next(1, 5); edits > 0; edits--)
        {
            int at = random.Next(text.Length + 1);
            int length = Math.Min(random.Next(1, 12), text.Length - at);
            text = random.Next(6) switch
            {
                0 => text.Remove(at, length),
                1 => text.Insert(at, Tokens[random.Next(Tokens.Length)]),
                2 => text.Remove(at, length).Insert(at, Tokens[random.Next(Tokens.Length)]),
                3 => text.Insert(random.Next(text.Length + 1), text.Substring(at, length)),
                4 => text.Insert(at, ((char)random.Next(1, 128)).ToString()),
                _ => random.Next(10) == 0 ? text.Substring(0, at) : text.Remove(at, Math.Min(1, length)),
            };
        }

        return text;
    }
}

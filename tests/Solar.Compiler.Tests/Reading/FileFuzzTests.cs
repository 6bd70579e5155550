using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Compiler.Files;
using Solar.Compiler.Joining;
using Solar.Compiler.Reading;
using Solar.Specs;
using Solar.Validation;
using Xunit;

namespace Solar.Compiler.Tests.Reading;

/// <summary>Files that a project hands over are somebody else's: whatever they hold, they are compared or refused, and nothing is thrown.</summary>
public class FileFuzzTests
{
    private const string Config = """
        { "model_type": "llama", "hidden_size": 64, "num_attention_heads": 4, "num_hidden_layers": 2, "rope_scaling": { "rope_type": "linear", "factor": 2.0 }, "eos_token_id": [2, 3] }
        """;

    private const string Index = """
        { "metadata": { "total_size": 1 }, "weight_map": { "model.embed_tokens.weight": "a", "model.layers.0.mlp.up_proj.weight": "a", "lm_head.weight": "b" } }
        """;

    private const string Tensors = """
        {"__metadata__":{"format":"pt"},"model.norm.weight":{"dtype":"F32","shape":[64],"data_offsets":[0,256]},"model.layers.99999999999.x":{"dtype":"BF16","shape":[]}}
        """;

    private const string Manifest = """
        { "format_version": 1, "model": "Paper.X", "layer_map": [0, 1, 1], "dtype": "float16", "files": [], "tensors": { "a": { "shape": [-1] } } }
        """;

    private static readonly string[] Pieces =
        ["{", "}", "[", "]", ",", ":", "\"", "null", "0", "-1", "1e999", "99999999999999999999", "\"shape\": ", "\"model_type\": ", "\"layers\"", "\u0000", "\n", "&a ", "*a", "<<: ", "\t", "#", "\uFEFF", "\uD800"];

    public static TheoryData<string> Seeds => [Config, Index, Tensors, Manifest];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void MutatedFile_IsComparedOrRefused(string seed)
    {
        var random = new Random(1234);
        for (int i = 0; i < 600; i++)
        {
            Judge(Mutated(seed, random));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void FileThatBreaksOff_IsComparedOrRefused(string seed)
    {
        for (int length = 0; length < seed.Length; length++)
        {
            Judge(seed[..length]);
        }
    }

    private static void Judge(string text)
    {
        var files = new ProgramFiles(EquatableArray.Of(new ProgramFile("/p/file.json", text)));
        YamlProgram program = YamlProgramReader.Read("x.solar.yaml", """
            models:
              A: { from_config: file.json }
              B: { llama: { hidden_size: 64, num_attention_heads: 4, num_hidden_layers: 2, dtype: bfloat16 }, check_against: file.json }
            """);
        LocatedDeclaration[] declarations = [.. program.Declarations.Select(declaration => ConfigExpansion.Expand(declaration, files))];
        JoinedProgram joined = ProgramJoiner.Join(declarations.Select(declaration => declaration.Read), []);
        IEnumerable<Finding> findings = [.. declarations.SelectMany(declaration => declaration.Findings), .. joined.Findings, .. CheckpointChecks.Check(joined, files)];

        Assert.DoesNotContain(findings, finding => finding.Rule.Id == Rules.InternalError.Id);
        Assert.All(findings.Where(finding => finding.At is not null), finding => Assert.InRange(finding.At!.Start + finding.At.Length, 0, text.Length));
    }

    private static string Mutated(string seed, Random random)
    {
        string text = seed;
        for (int edits = random.Next(1, 5); edits > 0; edits--)
        {
            int at = random.Next(text.Length + 1), length = random.Next(0, Math.Min(12, text.Length - at + 1));
            text = text[..at] + (random.Next(2) == 0 ? "" : Pieces[random.Next(Pieces.Length)]) + text[(at + length)..];
        }

        return text;
    }
}

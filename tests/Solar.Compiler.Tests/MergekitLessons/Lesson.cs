using System.Collections.Generic;
using System.Linq;
using Solar.Compiler.Joining;
using Solar.Compiler.Reading;
using Solar.Validation;

namespace Solar.Compiler.Tests.MergekitLessons;

/// <summary>A program in YAML and what is said of it, as <c>docs/coming-from-mergekit.md</c> tells it.</summary>
internal static class Lesson
{
    // Two 32-layer models of one shape, and what others differ in.
    private const string Models = """
        models:
          A: { llama: &seven { intermediate_size: 14336, num_key_value_heads: 8, max_position_embeddings: 4096 }, weights: org/a }
          B: { llama: *seven, weights: org/b }
          MoreTokens: { llama: { <<: *seven, vocab_size: 32007 }, weights: org/c }
          FewerLayers: { llama: { <<: *seven, num_hidden_layers: 24 }, weights: org/d }
          Tied: { llama: { <<: *seven, tie_word_embeddings: true }, weights: org/e }
          Longer: { llama: { <<: *seven, rope_theta: 1000000, max_position_embeddings: 32768 }, weights: org/f }

        """;

    /// <summary>The program, with the models that every lesson has.</summary>
    public static JoinedProgram Program(string yaml) => ProgramJoiner.Join(
        Files(yaml).SelectMany(file => file.Declarations).Select(declaration => declaration.Read), []);

    /// <summary>All that is said of a program, each as <c>ID: message</c>.</summary>
    public static string[] Said(string yaml)
    {
        YamlProgram[] files = [.. Files(yaml)];
        IEnumerable<Finding> read = files.SelectMany(file => file.Findings.Concat(file.Declarations.SelectMany(declaration => declaration.Findings)));
        return [.. read.Concat(Program(yaml).Findings).Select(finding => $"{finding.Rule.Id}: {finding.Message}")];
    }

    private static YamlProgram[] Files(string yaml) =>
        [YamlProgramReader.Read("lesson.solar.yaml", yaml), YamlProgramReader.Read("models.solar.yaml", Models)];
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Solar.Generators.Tests.Harness;
using Xunit;

namespace Solar.Generators.Tests;

/// <summary>Every merge method with every key that it takes, as one value, a list, a gradient and by filters, in both front ends.</summary>
public class EveryMergeKeyTests
{
    private const string CSharp = """
        using System;
        using Solar;
        using Solar.Runtime.Checkpoints.Merging;
        namespace Paper;
        [Llama(HiddenSize = 64, IntermediateSize = 128, NumHiddenLayers = 4, NumAttentionHeads = 4, VocabSize = 100, Dtype = Dtype.Float16)] public partial class Base;
        [Layers(typeof(Base), "0..3", "3..4")] public partial class Same;
        [TextFile("d.txt")] public partial class D;
        [Pretrain(typeof(Base), Data = [typeof(D)], MaxSteps = 9)] public partial class A;
        [Pretrain(typeof(Base), Data = [typeof(D)], MaxSteps = 8)] public partial class B;
        [Pretrain(typeof(Base), Data = [typeof(D)], MaxSteps = 7)] public partial class C;
        [Average(typeof(A), typeof(B), Into = typeof(Same), Dtype = Dtype.Float32, Vocabulary = VocabularyPolicy.Common, TokenizerSource = typeof(B))]
        public partial class M0;
        [Linear(typeof(A), typeof(B), Into = typeof(Same), Dtype = Dtype.Float32, Vocabulary = VocabularyPolicy.Common, TokenizerSource = typeof(B),
            Weight = 0.5, Weights = [0.7, 0.3], Normalize = false)]
        [MergeParameter("weight", 0.25, Model = typeof(B), Filter = "mlp")]
        public partial class M1;
        [Slerp(typeof(A), typeof(B), Into = typeof(Same), Dtype = Dtype.Float32, Vocabulary = VocabularyPolicy.Common, TokenizerSource = typeof(B), T = 0.5)]
        [MergeParameter("t", 0, 0.5, 0.3, 0.7, 1, Filter = "self_attn")]
        [MergeParameter("t", 1, 0, Filter = "mlp")]
        public partial class M2;
        [NuSlerp(typeof(A), typeof(B), Base = typeof(Base), Into = typeof(Same), Dtype = Dtype.Float32, Vocabulary = VocabularyPolicy.Common,
            TokenizerSource = typeof(B), Weight = 2, Weights = [0.6, 0.4], NuslerpFlatten = false, NuslerpRowWise = true)]
        public partial class M3;
        [MultiSlerp(typeof(A), typeof(B), typeof(C), Base = typeof(Base), Into = typeof(Same), Dtype = Dtype.Float32, Vocabulary = VocabularyPolicy.Common,
            TokenizerSource = typeof(B), Weight = 2, Weights = [0.6, 0.4, 0.1], NormalizeWeights = false, Eps = 1e-7)]
        public partial class M4;
        [Karcher(typeof(A), typeof(B), Into = typeof(Same), Dtype = Dtype.Float32, Vocabulary = VocabularyPolicy.Common, TokenizerSource = typeof(B),
            MaxIter = 20, Tol = 1e-6)]
        public partial class M5;
        [TaskArithmetic(typeof(A), Base = typeof(Base), Into = typeof(Same), Dtype = Dtype.Float32, Vocabulary = VocabularyPolicy.Common,
            TokenizerSource = typeof(Base), Weight = 2, Weights = [0.6], Normalize = true, Lambda = 0.9)]
        public partial class M6;
        [Ties(typeof(A), typeof(B), Base = typeof(Base), Into = typeof(Same), Dtype = Dtype.Float32, Vocabulary = VocabularyPolicy.Common,
            TokenizerSource = typeof(B), Weight = 2, Weights = [0.6, 0.4], Density = 0.5, Densities = [0.4, 0.3], Normalize = false, Rescale = true, Lambda = 0.9)]
        public partial class M7;
        [DareLinear(typeof(A), typeof(B), Base = typeof(Base), Into = typeof(Same), Dtype = Dtype.Float32, Vocabulary = VocabularyPolicy.Common,
            TokenizerSource = typeof(B), Weight = 2, Weights = [0.6, 0.4], Density = 0.5, Densities = [0.4, 0.3], Normalize = true, Rescale = false, Lambda = 0.9, Seed = 7)]
        public partial class M8;
        [DareTies(typeof(A), typeof(B), Base = typeof(Base), Into = typeof(Same), Dtype = Dtype.Float32, Vocabulary = VocabularyPolicy.Common,
            TokenizerSource = typeof(B), Weight = 2, Weights = [0.6, 0.4], Density = 0.5, Densities = [0.4, 0.3], Normalize = true, Rescale = false, Lambda = 0.9, Seed = 7)]
        public partial class M9;
        [Della(typeof(A), typeof(B), Base = typeof(Base), Into = typeof(Same), Dtype = Dtype.Float32, Vocabulary = VocabularyPolicy.Common,
            TokenizerSource = typeof(B), Weight = 2, Weights = [0.6, 0.4], Density = 0.5, Densities = [0.4, 0.3], Epsilon = 0.1, Epsilons = [0.1, 0.2],
            Normalize = false, Rescale = false, Lambda = 0.9, Seed = 7)]
        public partial class M10;
        [DellaLinear(typeof(A), typeof(B), Base = typeof(Base), Into = typeof(Same), Dtype = Dtype.Float32, Vocabulary = VocabularyPolicy.Common,
            TokenizerSource = typeof(B), Weight = 2, Weights = [0.6, 0.4], Density = 0.5, Densities = [0.4, 0.3], Epsilon = 0.1, Epsilons = [0.1, 0.2],
            Normalize = true, Rescale = false, Lambda = 0.9, Seed = 7)]
        public partial class M11;
        [Breadcrumbs(typeof(A), typeof(B), Base = typeof(Base), Into = typeof(Same), Dtype = Dtype.Float32, Vocabulary = VocabularyPolicy.Common,
            TokenizerSource = typeof(B), Weight = 2, Weights = [0.6, 0.4], Density = 0.5, Densities = [0.4, 0.3], Gamma = 0.1, Gammas = [0.1, 0.2],
            Normalize = true, Rescale = true, Lambda = 0.9)]
        public partial class M12;
        [BreadcrumbsTies(typeof(A), typeof(B), Base = typeof(Base), Into = typeof(Same), Dtype = Dtype.Float32, Vocabulary = VocabularyPolicy.Common,
            TokenizerSource = typeof(B), Weight = 2, Weights = [0.6, 0.4], Density = 0.5, Densities = [0.4, 0.3], Gamma = 0.1, Gammas = [0.1, 0.2],
            Normalize = true, Rescale = true, Lambda = 0.9)]
        public partial class M13;
        [ModelStock(typeof(A), typeof(B), Base = typeof(Base), Into = typeof(Same), Dtype = Dtype.Float32, Vocabulary = VocabularyPolicy.Common,
            TokenizerSource = typeof(B), FilterWise = true)]
        public partial class M14;
        [Sce(typeof(A), typeof(B), Base = typeof(Base), Into = typeof(Same), Dtype = Dtype.Float32, Vocabulary = VocabularyPolicy.Common,
            TokenizerSource = typeof(B), SelectTopk = 0.8)]
        public partial class M15;
        [NearSwap(typeof(A), typeof(B), Into = typeof(Same), Dtype = Dtype.Float32, Vocabulary = VocabularyPolicy.Common, TokenizerSource = typeof(B), T = 0.001)]
        public partial class M16;
        [Passthrough(typeof(A), Into = typeof(Same), Dtype = Dtype.Float32, Vocabulary = VocabularyPolicy.Common, TokenizerSource = typeof(A), Scale = 2, Scales = [0.5])]
        public partial class M17;
        [CustomMerge(typeof(A), typeof(B), Base = typeof(Base), Into = typeof(Same), Dtype = Dtype.Float32, Vocabulary = VocabularyPolicy.Common,
            TokenizerSource = typeof(B), In = typeof(Folds), Function = nameof(Folds.Median))]
        [MergeParameter("sharpness", 2), MergeParameter("share", 0.5, Model = typeof(A))]
        public partial class M18;
        [Linear(typeof(A), typeof(A), typeof(B))]
        [MergeSlice("0..2", "1..3", ""), MergeSlice("", "2..4", "^2..")]
        [MergeParameter("weight", 0.5, 1, Slice = 1), MergeParameter("weight", 0.1, Slice = 1, Model = typeof(B), Filter = "mlp")]
        public partial class M19;
        [Ties(typeof(A), Base = typeof(Base), Density = 0.5)]
        [MergeSlice("0..4", Base = "0..4")]
        public partial class M20;
        public static class Folds { [MergeMethod] public static void Median(MergeTensors tensor, Span<float> result) { } }
        """;

    internal const string Yaml = """
        namespace: Paper
        x-all: &all { into: Same, dtype: float32, vocabulary: common, tokenizer_source: B }
        x-weights: &weights { weight: 2, weights: [0.6, 0.4], density: 0.5, densities: [0.4, 0.3] }
        models:
          Base: { llama: { hidden_size: 64, intermediate_size: 128, num_hidden_layers: 4, num_attention_heads: 4, vocab_size: 100, dtype: float16 } }
          Same: { layers: Base, ranges: [0..3, 3..4] }
        data: { D: { text_file: d.txt } }
        stages:
          A: { pretrain: Base, data: D, max_steps: 9 }
          B: { pretrain: Base, data: D, max_steps: 8 }
          C: { pretrain: Base, data: D, max_steps: 7 }
        merges:
          M0: { average: [A, B], <<: *all }
          M1:
            linear:
              - { model: A, weight: 0.7 }
              - model: B
                weight: [{ filter: mlp, value: 0.25 }, { value: 0.3 }]
            <<: *all
            weight: 0.5
            normalize: false
          M2:
            slerp: [A, B]
            <<: *all
            t:
              - { filter: self_attn, value: [0, 0.5, 0.3, 0.7, 1] }
              - { filter: mlp, value: [1, 0] }
              - 0.5
          M3: { nuslerp: [A, B], base: Base, <<: *all, weight: 2, weights: [0.6, 0.4], nuslerp_flatten: false, nuslerp_row_wise: true }
          M4: { multislerp: [A, B, C], base: Base, <<: *all, weight: 2, weights: [0.6, 0.4, 0.1], normalize_weights: false, eps: 1e-7 }
          M5: { karcher: [A, B], <<: *all, max_iter: 20, tol: 1e-6 }
          M6: { task_arithmetic: A, base: Base, <<: *all, tokenizer_source: Base, weight: 2, weights: 0.6, normalize: true, lambda: 0.9 }
          M7: { ties: [A, B], base: Base, <<: [*all, *weights], normalize: false, rescale: true, lambda: 0.9 }
          M8: { dare_linear: [A, B], base: Base, <<: [*all, *weights], normalize: true, rescale: false, lambda: 0.9, seed: 7 }
          M9: { dare_ties: [A, B], base: Base, <<: [*all, *weights], normalize: true, rescale: false, lambda: 0.9, seed: 7 }
          M10:
            { della: [A, B], base: Base, <<: [*all, *weights], epsilon: 0.1, epsilons: [0.1, 0.2], normalize: false, rescale: false, lambda: 0.9, seed: 7 }
          M11:
            { della_linear: [A, B], base: Base, <<: [*all, *weights], epsilon: 0.1, epsilons: [0.1, 0.2], normalize: true, rescale: false, lambda: 0.9, seed: 7 }
          M12: { breadcrumbs: [A, B], base: Base, <<: [*all, *weights], gamma: 0.1, gammas: [0.1, 0.2], normalize: true, rescale: true, lambda: 0.9 }
          M13: { breadcrumbs_ties: [A, B], base: Base, <<: [*all, *weights], gamma: 0.1, gammas: [0.1, 0.2], normalize: true, rescale: true, lambda: 0.9 }
          M14: { model_stock: [A, B], base: Base, <<: *all, filter_wise: true }
          M15: { sce: [A, B], base: Base, <<: *all, select_topk: 0.8 }
          M16: { nearswap: [A, B], <<: *all, t: 1e-3 }
          M17: { passthrough: A, <<: *all, tokenizer_source: A, scale: 2, scales: [0.5] }
          M18: { custom_merge: [{ model: A, share: 0.5 }, B], function: Paper.Folds.Median, base: Base, <<: *all, sharpness: 2 }
          M19:
            linear: [A, A, B]
            slices:
              - { layers: [0..2, 1..3, ~] }
              - { layers: [~, 2..4, { range: ^2.., weight: { filter: mlp, value: 0.1 } }], weight: [0.5, 1] }
          M20: { ties: A, base: Base, density: 0.5, slices: [{ layers: 0..4, base: 0..4 }] }
        """;

    [Fact]
    public void EveryKey_ReadsAlike()
    {
        TestRun left = TestProgram.Of(CSharp).Run();
        TestRun right = TestProgram.OfYaml(Yaml).Run();

        Assert.Empty(left.Messages);
        Assert.Empty(right.Messages);
        Assert.Equal(Sorted(left.Files), Sorted(right.Files));
        left.AssertCompiles();
    }

    /// <summary>A method or a key that comes later is missing here until somebody writes it above.</summary>
    [Fact]
    public void ProgramAbove_HasEveryMergeAndEveryKey()
    {
        ILookup<string, string> written = CSharpSyntaxTree.ParseText(CSharp).GetRoot().DescendantNodes().OfType<AttributeSyntax>()
            .SelectMany(attribute => (attribute.ArgumentList?.Arguments ?? [])
                .Select(argument => argument.NameEquals?.Name.Identifier.Text ?? "")
                .Append("")
                .Select(key => (Word: attribute.Name.ToString(), Key: key)))
            .ToLookup(pair => pair.Word, pair => pair.Key);

        foreach (Type type in typeof(MergeAttribute).Assembly.GetExportedTypes().Where(IsOfMerges))
        {
            string word = type.Name[..^nameof(Attribute).Length];
            Assert.True(written.Contains(word), $"[{word}] is not written");
            Assert.Equal([], Keys(type).Except(written[word]).Select(key => $"{word}.{key}"));
        }
    }

    /// <summary>Whether an attribute is written in this program, and not in that of <see cref="EveryKeyTests"/>.</summary>
    internal static bool IsOfMerges(Type type) =>
        !type.IsAbstract && type.IsSubclassOf(typeof(Attribute)) && (type.IsSubclassOf(typeof(MergeAttribute)) || type.Name.StartsWith("Merge", StringComparison.Ordinal));

    private static IEnumerable<string> Keys(Type word) =>
        word.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is not null).Select(property => property.Name);

    private static (string HintName, string Text)[] Sorted(IEnumerable<(string HintName, string Text)> files) => [.. files.OrderBy(file => file.HintName)];
}

using System.Collections.Generic;
using System.Linq;
using Solar.Compiler.Joining;
using Solar.Compiler.Reading;
using Solar.Compiler.Tests.Joining;
using Solar.Specs;
using Xunit;

namespace Solar.Compiler.Tests.Emitting;

/// <summary>The programs whose emitted code is looked at, each small and about one thing.</summary>
internal static class SamplePrograms
{
    private static readonly (string, ConfigValue)[] Mistral7BKeys =
    [
        ("hidden_size", Of(4096)), ("intermediate_size", Of(14336)), ("num_attention_heads", Of(32)), ("num_key_value_heads", Of(8)),
        ("vocab_size", Of(32000)), ("max_position_embeddings", Of(4096)), ("rms_norm_eps", ConfigValue.Of(1e-5)), ("dtype", ConfigValue.Of("bfloat16")),
    ];

    private static readonly (string, ConfigValue)[] TinyKeys =
    [
        ("hidden_size", Of(64)), ("intermediate_size", Of(112)), ("num_attention_heads", Of(4)), ("num_key_value_heads", Of(2)),
        ("vocab_size", Of(128)), ("max_position_embeddings", Of(64)),
    ];

    /// <summary>SOLAR 10.7B: a Llama that starts from Mistral 7B's weights, up-scaled from 32 to 48 layers.</summary>
    public static JoinedProgram Solar() => Join(
        Programs.Mistral("Mistral7B", 32, [.. Mistral7BKeys, ("sliding_window", Of(4096)), ("max_position_embeddings", Of(32768))])
            .With(model => model with { Weights = new WeightsDeclaration("mistralai/Mistral-7B-v0.1", "main") }),
        Programs.Llama("SolarBase", 32, Mistral7BKeys).InitializedFrom("Mistral7B"),
        Programs.Upscale("Solar10B", "SolarBase", 8, 8).Expecting(layers: 48, parameters: 10_731_524_096));

    /// <summary>Multi-head attention, tied head, a bias wherever there can be one.</summary>
    public static JoinedProgram TiedWithBiases() => Join(Programs.Llama("TiedLlama", 3,
    [
        .. TinyKeys, ("num_key_value_heads", Of(4)), ("tie_word_embeddings", ConfigValue.Of(true)),
        ("attention_bias", ConfigValue.Of(true)), ("mlp_bias", ConfigValue.Of(true)), ("hidden_act", ConfigValue.Of("gelu_pytorch_tanh")),
    ]));

    /// <summary>A sliding window.</summary>
    public static JoinedProgram SlidingWindow() => Join(Programs.Mistral("WindowMistral", 3, [.. TinyKeys, ("sliding_window", Of(8))]));

    /// <summary>Llama 3's stretching of rotary wavelengths, one key/value head, an own head size and a long vocabulary.</summary>
    public static JoinedProgram Llama3Rope() => Join(Programs.Llama("LongLlama", 3,
    [
        .. TinyKeys, ("num_key_value_heads", Of(1)), ("head_dim", Of(32)), ("vocab_size", Of(128256)), ("max_position_embeddings", Of(131072)),
        ("rope_theta", ConfigValue.Of(500000.0)), ("rope_scaling.rope_type", ConfigValue.Of("llama3")), ("rope_scaling.factor", ConfigValue.Of(8.0)),
        ("rope_scaling.original_max_position_embeddings", Of(8192)), ("hidden_act", ConfigValue.Of("relu")),
    ]));

    /// <summary>Linear stretching of rotary wavelengths.</summary>
    public static JoinedProgram LinearRope() => Join(Programs.Llama("StretchedLlama", 3,
    [
        .. TinyKeys, ("rope_scaling.rope_type", ConfigValue.Of("linear")), ("rope_scaling.factor", ConfigValue.Of(2.5)),
        ("hidden_act", ConfigValue.Of("gelu")), ("dtype", ConfigValue.Of("float16")),
    ]));

    /// <summary>Layer ranges: several seams, single layers, and more runs than are listed one by one.</summary>
    public static JoinedProgram LayerRanges() => Join(
        Programs.Llama("Base", 6, TinyKeys),
        Programs.Layers("Folded", "Base", "0..4", "3..4", "^3.."),
        Programs.Layers("Doubled", "Base", "0..1", "0..1", "1..2", "1..2", "2..3", "2..3", "3..4", "3..4", "4..5", "4..5", "5..6", "5..6"),
        Programs.Layers("Pruned", "Base", "0..2", "4..6"));

    /// <summary>Every recipe that is more than ranges: copies, several sources, means, identity layers, mixtures of both, tokens and experts.</summary>
    public static JoinedProgram Recipes() => Join(
        Programs.Llama("Base", 6, TinyKeys),
        Programs.Llama("Other", 6, TinyKeys),
        Recipe("Thrice", "Upscale(Base, dropTop: 2, dropBottom: 2, copies: 3)"),
        Recipe("Targeted", "Upscale(Base, targetLayers: 8)"),
        Recipe("Repeated", "Repeat(Base, 2..4, times: 2)"),
        Recipe("Stacked", "Stack(Base, 2)"),
        Recipe("Woven", "Interleave(Base, copies: 2, range: 4..)"),
        Recipe("Lean", "Drop(Base, 2..4)"),
        Recipe("Averaged", "Insert(Base, [2, ^1], average)"),
        Recipe("Copied", "Insert(Base, 6, copy)"),
        Recipe("Expanded", "Expand(Base, every: 3)"),
        Recipe("Mixed", "Insert(Expand(Base, every: 3), 4, average)"),
        Recipe("Grafted", "Layers(Base[0..4], Other[2..6], embeddings: Base, head: Other)"),
        Recipe("Wordy", "ResizeVocabulary(Upscale(Base, 1, 1), 132, normal, seed: 7)"),
        Recipe("Fewer", "ResizeVocabulary(Base, 100, truncate)"),
        Recipe("Experts", "Upcycle(Expand(Base, every: 6), experts: 4, expertsPerToken: 2, seed: 7)"));

    /// <summary>Stages, a merge and their data sets.</summary>
    public static JoinedProgram Pipeline() => Join(
        Programs.Llama("Base", 4, TinyKeys),
        Programs.Upscale("Grown", "Base", 1, 1),
        Programs.Text("WebText", "web & more.txt"),
        JsonLines("Stories", ("field", ConfigValue.Of("story"))),
        JsonLines("Alpaca", ("format", ConfigValue.Of("alpaca"))),
        JsonLines("Preferences", ("format", ConfigValue.Of("preference"))),
        Programs.Pretrain("Pretrained", "Grown", ["WebText", "Stories"],
            ("learning_rate", ConfigValue.Of(1e-5)), ("max_steps", Of(5000)), ("per_device_train_batch_size", Of(4)),
            ("gradient_accumulation_steps", Of(16)), ("lr_scheduler_type", ConfigValue.Of("cosine")), ("warmup_ratio", ConfigValue.Of(0.03))),
        Programs.Pretrain("OverEpochs", "Pretrained", ["WebText"], ("num_train_epochs", ConfigValue.Of(1.5)), ("max_length", Of(32))),
        Stage("TunedA", StageKind.InstructionTune, "Pretrained", "Alpaca"),
        Stage("TunedB", StageKind.InstructionTune, "Pretrained", "Alpaca"),
        Programs.Average("Merged", "TunedA", "TunedB"),
        Stage("Aligned", StageKind.AlignTune, "Merged", "Preferences"));

    /// <summary>A mixture of experts whose routers are kept even while it is trained.</summary>
    public static JoinedProgram BalancedExperts() => Join(
        Programs.Llama("Experts", 2,
            [.. TinyKeys, ("num_local_experts", Of(4)), ("output_router_logits", ConfigValue.Of(true)), ("router_aux_loss_coef", ConfigValue.Of(0.02))])
            .With(model => model with { Architecture = model.Architecture! with { Family = "mixtral" } }),
        Programs.Text("WebText"),
        Programs.Pretrain("Balanced", "Experts", ["WebText"], ("max_steps", Of(10)), ("max_length", Of(32)), ("gradient_accumulation_steps", Of(2))));

    /// <summary>Nested, internal, private and namespace-less classes, keywords as names, and references across them.</summary>
    public static JoinedProgram Shapes() => Join(
        Programs.Llama("Outside", 2, TinyKeys).As("", [], "Outside", ""),
        Programs.Llama("Inner", 2, TinyKeys).As("Paper.Zoo", ["internal static partial class Animals"], "Inner", "internal", "Animals"),
        Programs.Upscale("Grown", "Paper.Zoo.Animals.Inner", 0, 0)
            .As("Paper.Zoo", ["internal static partial class Animals", "internal partial class Cage"], "Grown", "private", "Animals", "Cage"),
        Programs.Llama("Sealed", 2, TinyKeys).As("Solar.Models", [], "Sealed", "public"),
        Programs.Pretrain("TrainedZoo", "Solar.Models.Sealed", ["Paper.Words"]).As("Solar.Models", [], "TrainedZoo", "public"),
        Programs.Llama("class", 2, TinyKeys).As("Paper.event", [], "class", "public"),
        Programs.Pretrain("Trained", "Outside", ["Paper.Words"]).As("Paper.Zoo", [], "Trained", "internal"),
        Programs.Text("Words"));

    /// <summary>Texts that would end a literal, a comment or a line if they were not escaped.</summary>
    public static JoinedProgram HostileTexts() => Join(
        Programs.Llama("Odd", 2, TinyKeys)
            .With(model => model with { Weights = new WeightsDeclaration("a\nb\u2028c\u0085d \"\"\" </c></summary> & \\", "\"quoted\"") }),
        Programs.Layers("Spaced", "Odd", " 0..1\n", "\t1..2 "),
        Programs.Text("OddText", "\"x\"\r\n*/ class Injected; //\u2029<b>\0"),
        JsonLines("OddLines", ("field", ConfigValue.Of("\"\"\"\nclass Injected;"))));

    /// <summary>One of each kind of declaration, all broken.</summary>
    public static JoinedProgram Broken()
    {
        JoinedProgram program = Programs.Join(
            Programs.Llama("BadModel", 2, [.. TinyKeys, ("hidden_size", Of(65))]),
            Programs.Llama("Base", 2, TinyKeys),
            Programs.Pretrain("BadStage", "Base", []),
            Programs.Pretrain("StageOfNothing", "Nothing", []),
            Stage("BadTune", StageKind.InstructionTune, "BadModel", "BadData"),
            Programs.Average("BadMerge", "Base"),
            Programs.Text("BadData", ""),
            new ReadDeclaration(new DeclarationName("Paper", "Unknown"), DeclarationShape.Public, null),
            new ReadDeclaration(
                new DeclarationName("Paper", "Refused"), DeclarationShape.Public with { StubOpening = "public static partial class Refused<T>" }, null),
            new ReadDeclaration(new DeclarationName("Paper", "NotPartial"), DeclarationShape.Public with { StubOpening = "" }, null));
        Assert.Equal(9, program.Broken.Count);
        return program;
    }

    private static ReadDeclaration Recipe(string name, string expression) =>
        Programs.Recipe(name, RecipeExpressionReader.Read(expression, "", Programs.Reference).Recipe!);

    private static JoinedProgram Join(params ReadDeclaration[] declarations)
    {
        JoinedProgram program = Programs.Join(declarations);
        Assert.Empty(program.Broken);
        return program;
    }

    private static ReadDeclaration With(this ReadDeclaration read, System.Func<ModelDeclaration, ModelDeclaration> change) =>
        read with { Declaration = change((ModelDeclaration)read.Declaration!) };

    private static ReadDeclaration As(
        this ReadDeclaration read, string space, string[] openings, string name, string accessibility, params string[] containing)
    {
        var full = new DeclarationName(space, containing.ToEquatableArray(), name);
        var shape = new DeclarationShape(accessibility, openings.ToEquatableArray());
        return new ReadDeclaration(full, shape, read.Declaration! with { Name = full, Shape = shape });
    }

    private static ReadDeclaration JsonLines(string name, params (string Key, ConfigValue Value)[] keys)
    {
        var dataset = (DatasetDeclaration)Programs.Text(name, name + ".jsonl").Declaration! with
        {
            Kind = "json_lines",
            Options = ConfigValues.From(keys.Select(key => new KeyValuePair<string, ConfigValue>(key.Key, key.Value))),
        };
        return new ReadDeclaration(dataset.Name, dataset.Shape, dataset);
    }

    private static ReadDeclaration Stage(string name, StageKind kind, string model, params string[] data)
    {
        ReadDeclaration read = Programs.Pretrain(name, model, data);
        return read with { Declaration = (StageDeclaration)read.Declaration! with { Kind = kind } };
    }

    private static ConfigValue Of(long value) => ConfigValue.Of(value);
}

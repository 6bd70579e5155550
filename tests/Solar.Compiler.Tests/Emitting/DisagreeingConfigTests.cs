using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.Json.Nodes;
using Solar.Families;
using Solar.Runtime.Checkpoints;
using Solar.Runtime.Native;
using Solar.Specs;
using Solar.Testing;
using Xunit;

namespace Solar.Compiler.Tests.Emitting;

/// <summary>A checkpoint of every family whose config.json disagrees with the declaration, in numbers that no tensor shows.</summary>
public sealed class DisagreeingConfigTests : IDisposable
{
    // What tensors do not show, and the vocabulary; each family has some of them under its own names.
    private static readonly string[] Numbers =
    [
        "rope_theta", "rotary_emb_base", "rotary_pct", "rms_norm_eps", "layer_norm_epsilon", "layer_norm_eps", "sliding_window", "num_attention_heads", "n_head", "vocab_size",
        "attn_logit_softcapping", "final_logit_softcapping", "query_pre_attn_scalar", "num_experts_per_tok",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("solar-disagreeing-").FullName;

    public static TheoryData<string> Models => [.. GoldenModelTests.Models.Select(row => (string)((object[])row)[0])];

    [SkippableTheory]
    [MemberData(nameof(Models))]
    public void EveryDisagreement_IsNamedAtOnce(string name)
    {
        TorchLibrary.EnsureLoaded();
        string source = SolarAssets.Path($"golden/{name}");
        var config = JsonNode.Parse(File.ReadAllText(Path.Combine(source, "config.json")))!.AsObject();
        Family family = Family.Find((string)config["model_type"]!)!;
        bool isWindowOff = family.Vocabulary.Find("use_sliding_window") is not null && !((bool?)config["use_sliding_window"] ?? false);
        string[] changed = [.. Numbers.Where(key => family.Vocabulary.Find(key)?.Name == key && !(key == "sliding_window" && isWindowOff))];
        foreach (string key in changed)
        {
            double known = config[key] is JsonValue value ? value.GetValue<double>() : family.Vocabulary.Find(key)!.Default is { IsNull: false } standard ? standard.AsNumber() : 0;
            config[key] = family.Vocabulary.Find(key)!.Kind == ConfigKind.Integer ? JsonValue.Create((long)known + 1) : JsonValue.Create((known * 2) + 0.5);
        }

        File.WriteAllText(Path.Combine(_folder, "config.json"), config.ToJsonString());
        File.Copy(Path.Combine(source, "model.safetensors"), Path.Combine(_folder, "model.safetensors"));
        Type type = EmittedAssembly.Load(FoundPrograms.Of(source)).GetType(FoundPrograms.Base, throwOnError: true)!;

        var thrown = Assert.IsType<CheckpointException>(Assert.Throws<TargetInvocationException>(() => type.Load(_folder)).InnerException);

        Assert.True(changed.Length >= 3, "too few keys were changed");
        Assert.All(changed, key => Assert.Contains(thrown.Faults, fault => fault.Problem.StartsWith($"{key} is ", StringComparison.Ordinal)));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

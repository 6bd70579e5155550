using System.Collections.Generic;
using static Solar.Generators.Tests.Rules.RuleExample;

namespace Solar.Generators.Tests.Rules;

/// <summary>SOLAR401 to 403.</summary>
internal static class TrainingExamples
{
    private const string Web = Base + "[TextFile(\"web.txt\")] public partial class Web;\n";
    private const string YamlWeb = "models:\n" + YamlBase + "data:\n  Web: { text_file: web.txt }\nstages:\n";

    public static IReadOnlyList<RuleExample> All { get; } =
    [
        CSharp("SOLAR401", Base + "[{|SOLAR401:Pretrain|}(typeof(Base))] public partial class X;\n", "'X' has no data set to train on"),
        Yaml("SOLAR401", YamlWeb + "  X: { {|SOLAR401:pretrain|}: Base }\n", "'X' has no data set to train on"),
        CSharp("SOLAR402", Web + "[Pretrain(typeof(Base), Data = [typeof(Web)], MaxSteps = 10, WarmupSteps = {|SOLAR402:20|})] public partial class X;\n",
            "warmup_steps 20 is not less than max_steps 10: the learning rate would never reach its peak"),
        Yaml("SOLAR402", YamlWeb + "  X: { pretrain: Base, data: [Web], max_steps: 10, warmup_steps: {|SOLAR402:20|} }\n",
            "warmup_steps 20 is not less than max_steps 10: the learning rate would never reach its peak"),
        CSharp("SOLAR403", Web + "[Pretrain(typeof(Base), Data = [typeof(Web)], MaxLength = {|SOLAR403:4096|})] public partial class X;\n",
            "max_length 4096 exceeds max_position_embeddings 2048 of 'Base'"),
        Yaml("SOLAR403", YamlWeb + "  X: { pretrain: Base, data: [Web], max_length: {|SOLAR403:4096|} }\n",
            "max_length 4096 exceeds max_position_embeddings 2048 of 'Base'"),
    ];
}

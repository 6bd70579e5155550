using System.Collections.Generic;
using static Solar.Generators.Tests.Rules.RuleExample;

namespace Solar.Generators.Tests.Rules;

/// <summary>SOLAR401 to 411, 420 and 421.</summary>
internal static class TrainingExamples
{
    private const string Web = Base + "[TextFile(\"web.txt\")] public partial class Web;\n";
    private const string YamlWeb = "models:\n" + YamlBase + "data:\n  Web: { text_file: web.txt }\nstages:\n";

    private const string YamlPairs = "models:\n" + YamlBase
        + "data:\n  Web: { text_file: web.txt }\n  Pairs: { json_lines: pairs.jsonl, format: preference }\nstages:\n";

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
        CSharp("SOLAR404", Web + "[AlignTune(typeof(Base), Data = [typeof({|SOLAR404:Web|})])] public partial class X;\n",
            "align_tune needs pairs of a chosen and a rejected answer, format preference: 'Web' is of format text"),
        CSharp("SOLAR404", Web + "[InstructionTune(typeof(Base), Data = [typeof({|SOLAR404:Web|})])] public partial class X;\n",
            "instruction_tune needs instructions with their answers, such as format alpaca, prompt_completion or messages: 'Web' is of format text"),
        Yaml("SOLAR404", YamlPairs + "  X: { pretrain: Base, data: [Web, {|SOLAR404:Pairs|}] }\n", "pretrain needs plain text: 'Pairs' is of format preference"),
        CSharp("SOLAR405", Base + "[TextFile(\"gsm8k/train.txt\")] public partial class Math;\n[Pretrain(typeof(Base), Data = [typeof({|SOLAR405:Math|})])] public partial class X;\n",
            "'Math' looks like GSM8K ('gsm8k/train.txt'): a model that was trained on a benchmark has no score on it"),
        Yaml("SOLAR405", "models:\n" + YamlBase + "data:\n  ArcEasyTest: { text_file: a.txt }\nstages:\n  X: { pretrain: Base, data: {|SOLAR405:ArcEasyTest|} }\n",
            "'ArcEasyTest' looks like ARC ('a.txt'): a model that was trained on a benchmark has no score on it"),
        Yaml("SOLAR405", "models:\n" + YamlBase
            + "data:\n  Welding: { text_file: arc_welding/arc-furnace.txt }\n  ArcTrain: { text_file: b.txt }\n  Shapes: { text_file: drop_shadow.txt }\n"
            + "stages:\n  X: { pretrain: Base, data: [Welding, {|SOLAR405:ArcTrain|}, Shapes] }\n",
            "'ArcTrain' looks like ARC ('b.txt'): a model that was trained on a benchmark has no score on it"),
        Yaml("SOLAR405", "models:\n" + YamlBase + "data:\n  Questions: { text_file: data/arc/part1.txt }\nstages:\n  X: { pretrain: Base, data: {|SOLAR405:Questions|} }\n",
            "'Questions' looks like ARC ('data/arc/part1.txt'): a model that was trained on a benchmark has no score on it"),
        CSharp("SOLAR406", Web + "[Pretrain(typeof(Base), Data = [typeof(Web)], LearningRate = {|SOLAR406:0|})] public partial class X;\n",
            "learning_rate = 0 defeats the training: no weight would change"),
        CSharp("SOLAR406", Web + "[Pretrain(typeof(Base), Data = [typeof(Web)], AdamBeta2 = {|SOLAR406:1|})] public partial class X;\n",
            "adam_beta2 = 1 defeats the training: the moment would stay 0, and its correction divide by 0"),
        Yaml("SOLAR406", YamlPairs + "  X: { align_tune: Base, data: Pairs, beta: {|SOLAR406:0|} }\n",
            "beta = 0 defeats the training: the loss of DPO would be log 2, whatever the model says"),
        Yaml("SOLAR406", YamlWeb + "  X: { pretrain: Base, data: Web, num_train_epochs: {|SOLAR406:0|} }\n", "num_train_epochs = 0 defeats the training: no step would be taken"),
        Yaml("SOLAR406", YamlWeb + "  X: { pretrain: Base, data: Web, warmup_ratio: {|SOLAR406:1.0|} }\n",
            "warmup_ratio = 1 defeats the training: the learning rate would rise to the last step and never be at its peak"),
        Yaml("SOLAR406", YamlWeb + "  X: { pretrain: Base, data: Web, adam_epsilon: {|SOLAR406:0|} }\n", "adam_epsilon = 0 defeats the training: a weight without a gradient would become 0 / 0"),
        CSharp("SOLAR407", Web + "[Pretrain(typeof(Base), Data = [typeof(Web)], LearningRate = {|SOLAR407:1|})] public partial class X;\n",
            "learning_rate 1 is far above the usual 1e-5 to 1e-3: the loss will most likely diverge"),
        Yaml("SOLAR407", YamlPairs + "  X: { align_tune: Base, data: Pairs, learning_rate: {|SOLAR407:0.5|} }\n",
            "learning_rate 0.5 is far above the usual 5e-7 to 5e-6: the loss will most likely diverge"),
        CSharp("SOLAR408", Web + "[Pretrain(typeof(Base), Data = [typeof(Web)], MaxSteps = 4, {|SOLAR408:NumTrainEpochs|} = 2)] public partial class X;\n",
            "num_train_epochs has no effect: max_steps says already when to stop"),
        Yaml("SOLAR408", YamlWeb + "  X: { pretrain: Base, data: Web, lr_scheduler_type: constant, {|SOLAR408:warmup_steps|}: 20 }\n",
            "warmup_steps has no effect: 'constant' has no warm-up; 'constant_with_warmup' has"),
        Yaml("SOLAR408", YamlWeb + "  X: { pretrain: Base, data: Web, warmup_steps: 20, {|SOLAR408:warmup_ratio|}: 0.1 }\n",
            "warmup_ratio has no effect: warmup_steps says already how long it is"),
        CSharp("SOLAR409", Web + "[Pretrain(typeof(Base), Data = [typeof(Web), typeof({|SOLAR409:Web|})])] public partial class X;\n",
            "'Web' is named twice: each of its records would be seen twice a pass"),
        CSharp("SOLAR408", Web + "[Pretrain(typeof(Base), Data = [typeof(Web)], {|SOLAR408:LrSchedulerMinLrRate|} = 0.1)] public partial class X;\n",
            "lr_scheduler_kwargs.min_lr_rate has no effect: 'linear' does not use it"),
        Yaml("SOLAR408", YamlWeb + "  X: { pretrain: Base, data: Web, {|SOLAR408:eval_steps|}: 20 }\n", "eval_steps has no effect: there is no eval_data"),
        CSharp("SOLAR410", Web + "[Pretrain(typeof(Base), Data = [typeof(Web)], UnfrozenParameters = {|SOLAR410:[\"model.layer.0.*\"]|})] public partial class X;\n",
            "'model.layer.0.*' names no parameter of 'Base', which has names such as 'model.embed_tokens.weight'"),
        Yaml("SOLAR410", YamlWeb + "  X: { pretrain: Base, data: Web, unfrozen_parameters: {|SOLAR410:[new_layers]|} }\n",
            "'new_layers' names no parameter of 'Base': each of its layers is the first copy of a layer of its source"),
        Yaml("SOLAR410", YamlWeb + "  X: { pretrain: Base, data: Web, lr_scales: {|SOLAR410:[\"seam: 2\"]|} }\n",
            "'seam' names no parameter of 'Base': its layers follow each other as in its source"),
        CSharp("SOLAR007", Web + "[Pretrain(typeof(Base), Data = [typeof(Web)], LrScales = {|SOLAR007:[\"lm_head.weight\"]|})] public partial class X;\n",
            "'lm_head.weight' is no value of 'lr_scales': expected parameters and by what their learning rate is multiplied, such as 'model.layers.0.*: 0.5' or 'seam: 2'"),
        Yaml("SOLAR410", YamlWeb + "  X: { pretrain: Base, data: Web, unfrozen_parameters: lm_head.weight, lr_scales: {|SOLAR410:\"model.norm.*: 2\"|} }\n",
            "'model.norm.*' names no parameter of 'Base' that is trained: unfrozen_parameters names others"),
        CSharp("SOLAR410", Web + "[Pretrain(typeof(Base), Data = [typeof(Web)], WeightDecay = 0.1, WeightDecayParameters = {|SOLAR410:[\"seam\"]|})] public partial class X;\n",
            "'seam' names no parameter of 'Base': its layers follow each other as in its source"),
        Yaml("SOLAR410", YamlWeb + "  X: { pretrain: Base, data: Web, weight_decay: 0.1, unfrozen_parameters: lm_head.weight, weight_decay_parameters: {|SOLAR410:model.norm.*|} }\n",
            "'model.norm.*' names no parameter of 'Base' that is trained: unfrozen_parameters names others"),
        CSharp("SOLAR408", Web + "[Pretrain(typeof(Base), Data = [typeof(Web)], {|SOLAR408:WeightDecayParameters|} = [\"*\"])] public partial class X;\n",
            "weight_decay_parameters has no effect: weight_decay is 0"),
        Yaml("SOLAR408", YamlWeb + "  X: { pretrain: Base, data: Web, weight_decay: 0.1, {|SOLAR408:weight_decay_parameters|}: [] }\n",
            "weight_decay_parameters has no effect: it names nothing; 'weight_decay: 0' lets nothing decay"),
        CSharp("SOLAR406", Web + "[Pretrain(typeof(Base), Data = [typeof(Web)], UnfrozenParameters = {|SOLAR406:[]|})] public partial class X;\n",
            "unfrozen_parameters = [] defeats the training: no parameter would be trained; what is not written trains all"),
        CSharp("SOLAR411", Web + "[Pretrain(typeof(Base), Data = [typeof(Web)], EvalData = [typeof({|SOLAR411:Web|})])] public partial class X;\n",
            "'Web' is trained on, too: its loss would fall without the model being any better"),
        Yaml("SOLAR411", YamlWeb + "  X: { pretrain: Base, data: Web, eval_data: {|SOLAR411:Web|} }\n",
            "'Web' is trained on, too: its loss would fall without the model being any better"),
        Yaml("SOLAR409", YamlWeb + "  X: { pretrain: Base, data: [Web, {|SOLAR409:Web|}] }\n", "'Web' is named twice: each of its records would be seen twice a pass"),
        CSharp("SOLAR408", "[Dataset(\"a.txt\", {|SOLAR408:Filter|} = \"a == 1\")] public partial class X;\n", "filter has no effect: plain text has no fields"),
        Yaml("SOLAR408", "data:\n  X: { dataset: a.json.gz, {|SOLAR408:sample_by|}: line }\n", "sample_by has no effect: a record is one document"),
        CSharp("SOLAR420", "[JsonLines(\"a.jsonl\", Filter = {|SOLAR420:\"lang = 'en'\"|})] public partial class X;\n",
            "filter \"lang = 'en'\": expected ==, !=, <, <=, >, >= or contains at character 6, found '= 'en''"),
        Yaml("SOLAR420", "data:\n  X: { json_lines: a.jsonl, filter: {|SOLAR420:score > 0.5 or lang == 'en'|} }\n",
            "filter \"score > 0.5 or lang == 'en'\": expected 'and' or the end at character 13, found 'or lang == ''"),
        CSharp("SOLAR421", "[Dataset({|SOLAR421:\"web.csv\"|})] public partial class X;\n",
            "cannot tell from its name what 'web.csv' holds: expected .txt, .jsonl, .ndjson, .json or .parquet, each also before .gz, or a written storage"),
        Yaml("SOLAR421", "data:\n  X: { dataset: {|SOLAR421:web.gz|} }\n",
            "cannot tell from its name what 'web.gz' holds: expected .txt, .jsonl, .ndjson, .json or .parquet, each also before .gz, or a written storage"),
    ];
}

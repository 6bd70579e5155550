using System;
using Solar.Families;
using Solar.Specs;

namespace Solar.Compiler.Emitting;

/// <summary>Writes <c>Defaults</c>: every hyper-parameter in force, so that nothing must be looked up.</summary>
internal static class OptionsEmitter
{
    public static void Write(IndentedWriter writer, StageDeclaration stage)
    {
        Vocabulary vocabulary = StageVocabulary.Of(stage.Kind);
        writer.Write("""
            /// <summary>Hyper-parameters as declared; every one can be overridden per run and ends up in the manifest.</summary>
            public static PretrainOptions Defaults => new()
            """);
        using (writer.WriteBlock(end: ";"))
        {
            foreach (ConfigKey key in vocabulary.Keys)
            {
                writer.Write($"{key.PropertyName} = {Value(key, vocabulary.Value(stage.Options, key.Name)!.Value)},");
            }
        }
    }

    private static string Value(ConfigKey key, ConfigValue value) => key.Kind switch
    {
        ConfigKind.Integer => Literals.Code(value.AsInteger()),
        ConfigKind.Number => Literals.Code(value.AsNumber()),
        ConfigKind.Boolean => Literals.Code(value.AsBoolean()),
        ConfigKind.Text => "SchedulerType." + Scheduler(value.AsText()),
        _ => throw new ArgumentException($"'{key.Name}' has no C# form.", nameof(key)),
    };

    private static string Scheduler(string word) => word switch
    {
        "linear" => nameof(SchedulerType.Linear),
        "cosine" => nameof(SchedulerType.Cosine),
        "constant" => nameof(SchedulerType.Constant),
        "constant_with_warmup" => nameof(SchedulerType.ConstantWithWarmup),
        _ => throw new ArgumentException($"'{word}' is no schedule.", nameof(word)),
    };
}

using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;
using Solar.Runtime.Training.Observation;

namespace Solar.Runtime.Training.State;

/// <summary>JSON of states, manifests and logs, written without reflection; names are those of the declarations.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true,
    NewLine = "\n",
    Converters = [typeof(SchedulerNames), typeof(DecayNames), typeof(PackingNames), typeof(ExcessLengthNames), typeof(EdgeTokenNames), typeof(PreferenceLossNames),
        typeof(ContaminationActionNames)])]
[JsonSerializable(typeof(PretrainOptions))]
[JsonSerializable(typeof(InstructionTuneOptions))]
[JsonSerializable(typeof(AlignTuneOptions))]
[JsonSerializable(typeof(StoredState))]
[JsonSerializable(typeof(TrainingManifest))]
internal sealed partial class TrainingJson : JsonSerializerContext;

/// <summary>One line of the log; on a single line.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TrainingStep))]
[JsonSerializable(typeof(TrainingSample))]
[JsonSerializable(typeof(LogLine))]
[JsonSerializable(typeof(EvaluationLine))]
[JsonSerializable(typeof(ContaminationLine))]
internal sealed partial class TrainingLogJson : JsonSerializerContext;

/// <summary><c>constant_with_warmup</c>, as declarations write it.</summary>
internal sealed class SchedulerNames() : JsonStringEnumConverter<SchedulerType>(JsonNamingPolicy.SnakeCaseLower);

/// <summary><c>1-sqrt</c>, as declarations write it.</summary>
internal sealed class DecayNames : JsonConverter<DecayType>
{
    private const string OneMinusSqrt = "1-sqrt";

    public override DecayType Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString() switch
    {
        OneMinusSqrt => DecayType.OneMinusSqrt,
        "linear" => DecayType.Linear,
        "cosine" => DecayType.Cosine,
        var other => throw new JsonException($"'{other}' is no way for a learning rate to fall."),
    };

    public override void Write(Utf8JsonWriter writer, DecayType value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value == DecayType.OneMinusSqrt ? OneMinusSqrt : value.ToString().ToLowerInvariant());
}

/// <summary><c>bfd</c>, as declarations write it.</summary>
internal sealed class PackingNames() : JsonStringEnumConverter<Packing>(JsonNamingPolicy.SnakeCaseLower);

/// <summary><c>truncate</c>, as declarations write it.</summary>
internal sealed class ExcessLengthNames() : JsonStringEnumConverter<ExcessLength>(JsonNamingPolicy.SnakeCaseLower);

/// <summary><c>tokenizer</c>, as declarations write it.</summary>
internal sealed class EdgeTokenNames() : JsonStringEnumConverter<EdgeToken>(JsonNamingPolicy.SnakeCaseLower);

/// <summary><c>apo_zero</c>, as declarations write it.</summary>
internal sealed class PreferenceLossNames() : JsonStringEnumConverter<PreferenceLoss>(JsonNamingPolicy.SnakeCaseLower);

/// <summary><c>filter</c>, as declarations write it.</summary>
internal sealed class ContaminationActionNames() : JsonStringEnumConverter<ContaminationAction>(JsonNamingPolicy.SnakeCaseLower);

/// <summary>What is stored beside the tensors of a state.</summary>
/// <param name="Format">Version of this layout.</param>
/// <param name="Step">Steps that were taken; with the seed it also says which rows come next.</param>
/// <param name="ParameterSteps">Steps of each parameter, in the model's order.</param>
/// <param name="FirstLoss">Loss of the first step.</param>
/// <param name="LastLoss">Loss of the last step.</param>
/// <param name="Inputs">What the run was made of, by name.</param>
/// <param name="Environment">What else its bytes depend on.</param>
internal sealed record StoredState(
    int Format,
    long Step,
    IReadOnlyList<long> ParameterSteps,
    double FirstLoss,
    double LastLoss,
    IReadOnlyDictionary<string, string> Inputs,
    RunEnvironment Environment)
{
    /// <summary>What evaluations have shown; null where there was none.</summary>
    public EvaluationHistory? Evaluations { get; init; }

    /// <summary>Whether an evaluation was due after the step and was not finished.</summary>
    public bool IsEvaluationMissed { get; init; }

    /// <summary>Steps in a row whose loss was a spike.</summary>
    public int Spikes { get; init; }
}

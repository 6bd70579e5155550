using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Text.Json;
using Solar.Families;
using Solar.Runtime.Training;
using Solar.Specs;
using Xunit;

namespace Solar.Runtime.Tests.Training;

public class PretrainOptionsTests
{
    private static readonly PretrainOptions Valid = new() { OutputDirectory = "out" };

    [Fact]
    public void EveryKeyOfTheDeclaration_IsAPropertyWithTheSameDefault()
    {
        foreach (ConfigKey key in StageVocabulary.Pretrain.Keys)
        {
            PropertyInfo? property = typeof(PretrainOptions).GetProperty(key.PropertyName);

            Assert.True(property is not null, $"PretrainOptions has no {key.PropertyName}");
            Assert.Equal(key.Default, ValueOf(property.GetValue(new PretrainOptions())!));
        }
    }

    [Fact]
    public void EveryBoundOfTheDeclaration_HoldsAtRunTime()
    {
        foreach (ConfigKey key in StageVocabulary.Pretrain.Keys.Where(key => key.Minimum is not null))
        {
            object below = key.Kind == ConfigKind.Integer ? (object)((int)key.Minimum!.Value - 1) : key.Minimum!.Value - 0.5;
            TrainingOptionException thrown = Assert.Throws<TrainingOptionException>(With(key.PropertyName, below).Validate);

            Assert.Equal(key.PropertyName, thrown.Option);
            Assert.Contains(FormattableString.Invariant($"is {below}"), thrown.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(nameof(PretrainOptions.LearningRate), double.NaN)]
    [InlineData(nameof(PretrainOptions.WarmupRatio), 1.5)]
    [InlineData(nameof(PretrainOptions.AdamBeta1), 1.0)]
    [InlineData(nameof(PretrainOptions.NumTrainEpochs), 0.0)]
    [InlineData(nameof(PretrainOptions.OutputDirectory), "")]
    public void ValueThatCannotBe_IsNamed(string option, object value)
    {
        Assert.Equal(option, Assert.Throws<TrainingOptionException>(With(option, value).Validate).Option);
    }

    [Fact]
    public void Defaults_AreValid() => Valid.Validate();

    private static PretrainOptions With(string option, object value)
    {
        PretrainOptions options = Valid with { };
        typeof(PretrainOptions).GetProperty(option)!.SetValue(options, value);
        return options;
    }

    private static ConfigValue? ValueOf(object value) => value switch
    {
        bool flag => ConfigValue.Of(flag),
        int number => ConfigValue.Of(number),
        double number => ConfigValue.Of(number),
        IReadOnlyList<string> { Count: 0 } => null,
        IReadOnlyList<LearningRateScale> { Count: 0 } => null,
        DecayType.Cosine => ConfigValue.Of("cosine"),
        Enum word => ConfigValue.Of(JsonNamingPolicy.SnakeCaseLower.ConvertName(word.ToString())),
        _ => throw new InvalidOperationException($"{value} of {value.GetType()}"),
    };
}

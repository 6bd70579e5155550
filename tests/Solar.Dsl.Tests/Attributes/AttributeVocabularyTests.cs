using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using Solar.Families;
using Solar.Specs;
using Xunit;

namespace Solar.Dsl.Tests.Attributes;

/// <summary>Attributes and YAML are two spellings of one vocabulary: these tests hold them together.</summary>
public sealed class AttributeVocabularyTests
{
    public static TheoryData<string> Words => [.. Family.All.Select(family => family.ModelType), "decoder", .. DecoderVocabulary.Components.Select(component => component.Name), "pretrain", "instruction_tune", "align_tune", .. DatasetVocabulary.All.Select(vocabulary => vocabulary.Name)];

    [Theory]
    [MemberData(nameof(Words))]
    public void AttributeOfAWord_HasExactlyTheKeysOfItsVocabulary(string word)
    {
        (Vocabulary vocabulary, Attribute attribute) = Find(word);

        IEnumerable<string> keys = vocabulary.Keys.Select(key => $"{key.PropertyName}: {ClrType(key, attribute)}").Order(StringComparer.Ordinal);
        IEnumerable<string> properties = Settable(attribute).Select(p => $"{p.Name}: {p.PropertyType.Name}").Order(StringComparer.Ordinal);

        Assert.Equal(keys, properties);
    }

    [Theory]
    [MemberData(nameof(Words))]
    public void UnwrittenProperty_HasTheDefaultOfItsKey(string word)
    {
        (Vocabulary vocabulary, Attribute attribute) = Find(word);

        foreach (ConfigKey key in vocabulary.Keys.Where(key => key.Default is { IsNull: false }))
        {
            object? value = attribute.GetType().GetProperty(key.PropertyName)!.GetValue(attribute);
            string written = value switch
            {
                Enum member => key.Choices[Convert.ToInt32(member, CultureInfo.InvariantCulture)],
                bool flag => flag ? "true" : "false",
                double number => ConfigValue.Of(number).Canonical,
                PreferenceLoss[] losses => ConfigValue.OfList(losses.Select(loss => ConfigValue.Of(key.Choices[(int)loss]))).Canonical,
                _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
            };
            Assert.Equal(key.Default!.Value.Canonical, written);
        }
    }

    [Theory]
    [MemberData(nameof(Words))]
    public void EnumProperty_ListsTheChoicesOfItsKeyInTheirOrder(string word)
    {
        (Vocabulary vocabulary, Attribute attribute) = Find(word);

        foreach (PropertyInfo property in Settable(attribute).Where(property => property.PropertyType.IsEnum))
        {
            ConfigKey key = vocabulary.FindProperty(property.Name)!;
            string[] members = [.. Enum.GetNames(property.PropertyType).Select(name => name.ToUpperInvariant())];
            Assert.Equal(key.Choices.Select(choice => choice.Replace("1-", "one_minus_", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToUpperInvariant()), members);
            Assert.Equal(Enumerable.Range(0, members.Length), Enum.GetValuesAsUnderlyingType(property.PropertyType).Cast<int>());
        }
    }

    [Fact]
    public void EveryFamily_HasAnAttribute() =>
        Assert.All(Family.All, family => Assert.Equal(family.ModelType, Find(family.ModelType).Vocabulary.Name));

    [Fact]
    public void EveryWord_IsForClassesOnlyAndNotInherited()
    {
        foreach (Type type in typeof(LlamaAttribute).Assembly.GetExportedTypes()
            .Where(type => type.IsSubclassOf(typeof(Attribute)) && type != typeof(SolarCatalogAttribute)))
        {
            AttributeUsageAttribute usage = type.GetCustomAttribute<AttributeUsageAttribute>()!;
            Assert.Equal(type == typeof(MergeMethodAttribute) ? AttributeTargets.Method : AttributeTargets.Class, usage.ValidOn);
            Assert.False(usage.Inherited, type.Name);
            Assert.Equal(type == typeof(ModuleTensorAttribute) || type == typeof(MergeParameterAttribute) || type == typeof(MergeSliceAttribute), usage.AllowMultiple);
        }
    }

    private static IEnumerable<PropertyInfo> Settable(Attribute attribute) =>
        attribute.GetType().GetProperties().Where(property => property.CanWrite && property.Name is not (nameof(StageAttribute.Data) or nameof(StageAttribute.EvalData) or nameof(StageAttribute.Decontaminate)));

    private static string ClrType(ConfigKey key, Attribute attribute) => key.Kind switch
    {
        ConfigKind.Integer => nameof(Int32),
        ConfigKind.Number => nameof(Double),
        ConfigKind.Boolean => nameof(Boolean),
        ConfigKind.List => key.ItemKind switch
        {
            ConfigKind.Integer => "Int32[]",
            ConfigKind.Number => "Double[]",
            _ => key.Name == "loss_type" ? "PreferenceLoss[]" : "String[]",
        },
        _ => (key.Name, attribute) switch
        {
            ("module", OwnAttentionAttribute or OwnMlpAttribute or OwnNormAttribute) => nameof(Type),
            ("dtype", _) => nameof(Dtype),
            ("lr_scheduler_type", _) => nameof(SchedulerType),
            ("lr_scheduler_kwargs.decay_type", _) => nameof(DecayType),
            ("format", DataAttribute) => nameof(RecordFormat),
            ("storage", DataAttribute) => nameof(DataStorage),
            ("compression", DataAttribute) => nameof(DataCompression),
            ("sample_by", DataAttribute) => nameof(SampleBy),
            ("on_bad_row", DataAttribute) => nameof(BadRows),
            ("packing_strategy", StageAttribute) => nameof(Packing),
            ("excess_length_strategy", StageAttribute) => nameof(ExcessLength),
            ("contamination_action", StageAttribute) => nameof(ContaminationAction),
            ("add_bos" or "add_eos", StageAttribute) => nameof(EdgeToken),
            _ => nameof(String),
        },
    };

    private static (Vocabulary Vocabulary, Attribute Attribute) Find(string word) => word switch
    {
        "decoder" => (DecoderVocabulary.Own, OfFamily(word)),
        _ when DecoderVocabulary.Find(word) is { } component => (component, OfFamily(word)),
        _ when Family.Find(word) is { } family => (family.Vocabulary, OfFamily(word)),
        "pretrain" => (StageVocabulary.Pretrain, new PretrainAttribute(typeof(object))),
        "instruction_tune" => (StageVocabulary.InstructionTune, new InstructionTuneAttribute(typeof(object))),
        "align_tune" => (StageVocabulary.AlignTune, new AlignTuneAttribute(typeof(object))),
        "dataset" => (DatasetVocabulary.Dataset, new DatasetAttribute("a.txt")),
        "text_file" => (DatasetVocabulary.TextFile, new TextFileAttribute("a.txt")),
        "json_lines" => (DatasetVocabulary.JsonLines, new JsonLinesAttribute("a.jsonl")),
        _ => throw new ArgumentOutOfRangeException(nameof(word), word, "has no attribute"),
    };

    private static Attribute OfFamily(string word)
    {
        string name = string.Concat(word.Split('_').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
        Type? type = typeof(LlamaAttribute).Assembly.GetType($"Solar.{name}Attribute");
        Assert.True(type is not null, $"{word} has no attribute");
        return (Attribute)Activator.CreateInstance(type!)!;
    }
}

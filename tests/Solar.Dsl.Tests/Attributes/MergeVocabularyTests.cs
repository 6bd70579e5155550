using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using Solar.Families;
using Solar.Specs;
using Xunit;

namespace Solar.Dsl.Tests.Attributes;

/// <summary>The attributes of merges are held to the table that YAML, mergekit's files and the rules go by.</summary>
public sealed class MergeVocabularyTests
{
    public static TheoryData<string> Methods => new(MergeVocabulary.All.Select(method => method.Name));

    [Theory]
    [MemberData(nameof(Methods))]
    public void AttributeOfAMethod_HasExactlyItsParameters(string name)
    {
        MergeMethod method = MergeVocabulary.Find(name)!;

        IEnumerable<string> keys = method.Keys.Select(key => $"{key.Key.PropertyName}: {ClrType(key.Key.Kind)}")
            .Concat(method.Keys.Where(key => key.PluralProperty is not null).Select(key => $"{key.PluralProperty}: Double[]"));
        IEnumerable<string> properties = Own(method).Select(property => $"{property.Name}: {property.PropertyType.Name}");

        Assert.Equal(keys.Order(StringComparer.Ordinal), properties.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void UnwrittenProperty_HasTheDefaultOfItsParameter(string name)
    {
        MergeMethod method = MergeVocabulary.Find(name)!;
        Attribute attribute = Attribute(method);

        foreach (MergeKey key in method.Keys.Where(key => key.DefaultNumber is not null))
        {
            object value = Own(method).Single(property => property.Name == key.Key.PropertyName).GetValue(attribute)!;
            Assert.Equal(key.DefaultNumber, Convert.ToDouble(value, CultureInfo.InvariantCulture));
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Base_IsThereWhereTheMethodHasOne(string name)
    {
        MergeMethod method = MergeVocabulary.Find(name)!;

        Assert.Equal(method.Base != MergeBase.None, Attribute(method) is BasedMergeAttribute);
    }

    [Fact]
    public void Policies_StandInTheOrderOfTheirWords() =>
        Assert.Equal(
            MergeVocabulary.Vocabulary.Choices.Select(choice => choice.ToUpperInvariant()),
            Enum.GetNames<VocabularyPolicy>().Select(name => name.ToUpperInvariant()));

    private static Attribute Attribute(MergeMethod method) => (Attribute)Activator.CreateInstance(
        typeof(MergeAttribute).Assembly.GetType($"Solar.{method.AttributeName}Attribute", throwOnError: true)!, new object[] { Type.EmptyTypes })!;

    private static IEnumerable<PropertyInfo> Own(MergeMethod method) =>
        Attribute(method).GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly);

    private static string ClrType(ConfigKind kind) => kind switch
    {
        ConfigKind.Integer => nameof(Int32),
        ConfigKind.Boolean => nameof(Boolean),
        _ => nameof(Double),
    };
}

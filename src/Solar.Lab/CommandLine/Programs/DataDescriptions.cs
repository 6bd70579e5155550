using System;
using System.Globalization;
using System.Linq;
using System.Reflection;
using Solar.Families;
using Solar.Plans;
using Solar.Runtime;
using Solar.Specs;

namespace Solar.Lab.CommandLine.Programs;

/// <summary>Declared data sets as the runtime reads them: what emitted code says of them, for declarations that were not compiled.</summary>
internal static class DataDescriptions
{
    /// <summary>The description of a declared data set.</summary>
    public static DatasetDescription Of(DatasetPlan plan)
    {
        DatasetDeclaration dataset = plan.Declaration;
        var description = new DatasetDescription { Name = dataset.Name.FullName, Kind = dataset.Kind, Path = dataset.Path };
        Vocabulary vocabulary = DatasetVocabulary.Find(dataset.Kind)!;
        bool isText = DataFile.StorageOf(dataset.Kind, dataset.Options.Find("storage")?.AsText(), dataset.Path) == DataFile.Text;
        foreach (ConfigKey key in vocabulary.Keys.Where(key => dataset.Options.Find(key.Name) is not null || (!isText && key.Name is "field" or "format")))
        {
            ConfigValue value = vocabulary.Value(dataset.Options, key.Name)!.Value;
            bool isUnread = (key.Name == "format" && value.AsText() == "text") || (key.Name == "field" && FormatOf(dataset) != "text")
                || (key.Kind == ConfigKind.Text && value.AsText().Length == 0);
            if (!isUnread)
            {
                PropertyInfo property = typeof(DatasetDescription).GetProperty(key.PropertyName)
                    ?? throw new InvalidOperationException($"DatasetDescription has no {key.PropertyName}.");
                property.SetValue(description, Clr(key, value));
            }
        }

        return description;
    }

    private static string FormatOf(DatasetDeclaration dataset) => DatasetVocabulary.Find(dataset.Kind)!.Value(dataset.Options, "format")?.AsText() ?? "text";

    private static object Clr(ConfigKey key, ConfigValue value) => key.Kind switch
    {
        ConfigKind.Integer => checked((int)value.AsInteger()),
        ConfigKind.Number => value.AsNumber(),
        ConfigKind.Boolean => value.AsBoolean(),
        _ => Convert.ToString(value.AsText(), CultureInfo.InvariantCulture)!,
    };
}

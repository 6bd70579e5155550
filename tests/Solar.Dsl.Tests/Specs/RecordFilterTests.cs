using System.Linq;
using CsCheck;
using Solar.Specs;
using Xunit;

namespace Solar.Dsl.Tests.Specs;

public class RecordFilterTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("  ", "")]
    [InlineData("lang == 'en'", "lang == \"en\"")]
    [InlineData("a.b-c_1>=-0.5e1 and x!='it''s' and ok == true", "a.b-c_1 >= -5; x != \"it's\"; ok == true")]
    [InlineData("android contains 'and'and z<null", "android contains \"and\"; z < null")]
    [InlineData("text contains ''", "text contains \"\"")]
    public void Filter_IsConditionsThatAllHold(string text, string expected)
    {
        Assert.True(RecordFilter.TryParse(text, out RecordFilter? filter, out string problem), problem);

        Assert.Equal(expected, string.Join("; ", filter!.Conditions.Select(condition => $"{condition.Field} {condition.Comparison} {condition.Value.ToJson()}")));
    }

    [Theory]
    [InlineData("lang", "expected ==, !=, <, <=, >, >= or contains at character 5, found the end")]
    [InlineData("lang = 'en'", "expected ==, !=, <, <=, >, >= or contains at character 6, found '= 'en''")]
    [InlineData("== 3", "expected the name of a field at character 1, found '== 3'")]
    [InlineData("a == 'en", "expected a number, a 'text' in single quotes, true, false or null at character 6, found ''en'")]
    [InlineData("a == en", "expected a number, a 'text' in single quotes, true, false or null at character 6, found 'en'")]
    [InlineData("a == 1 or b == 2", "expected 'and' or the end at character 8, found 'or b == 2'")]
    [InlineData("a == 1 and", "expected the name of a field at character 11, found the end")]
    [InlineData("a == 1 andb == 2", "expected 'and' or the end at character 8, found 'andb == 2'")]
    public void BrokenFilter_SaysWhereAndWhatWasExpected(string text, string expected)
    {
        Assert.False(RecordFilter.TryParse(text, out RecordFilter? filter, out string problem));

        Assert.Null(filter);
        Assert.Equal(expected, problem);
    }

    [Fact]
    public void AnyText_IsReadOrRefused() => Gen.OneOf(Gen.String, Gen.String[Gen.Char["ab=!<>'\" .-and0ornul"], 0, 24]).Sample(text =>
        Assert.Equal(RecordFilter.TryParse(text, out RecordFilter? filter, out string problem), filter is not null && problem.Length == 0));

    [Theory]
    [InlineData("web.jsonl", "json_lines", false)]
    [InlineData("a/WEB.JSONL.GZ", "json_lines", true)]
    [InlineData("web.json.gz", "json_array", true)]
    [InlineData("web.parquet", "parquet", false)]
    [InlineData("notes.md", "text", false)]
    [InlineData("web.csv", null, false)]
    [InlineData("web.gz", null, true)]
    public void Name_SaysFormAndPacking(string path, string? storage, bool isGzip)
    {
        Assert.Equal(storage, DataFile.StorageOf("dataset", null, path));
        Assert.Equal(isGzip, DataFile.IsGzip(null, path));
        Assert.Equal("text", DataFile.StorageOf("text_file", null, path));
        Assert.Equal("parquet", DataFile.StorageOf("dataset", "parquet", path));
        Assert.False(DataFile.IsGzip("none", path));
    }
}

using System.Text;
using System.Text.RegularExpressions;

namespace SolarPaper.Report;

/// <summary>C# as a part of a page, its words told apart by colour: enough for declarations.</summary>
internal static partial class CodeText
{
    /// <summary>The text of a file: in colours where it is C#.</summary>
    public static Markup Of(string code, string file) => file.EndsWith(".cs", System.StringComparison.Ordinal) ? Highlight(code) : new Markup(Html.Escape(code));

    /// <summary>The part.</summary>
    public static Markup Highlight(string code)
    {
        var page = new StringBuilder();
        int done = 0;
        foreach (Match word in Words().Matches(code))
        {
            page.Append(Html.Escape(code[done..word.Index]));
            string kind = word.Groups["c"].Success ? "c" : word.Groups["s"].Success ? "s" : word.Groups["n"].Success ? "n" : word.Groups["k"].Success ? "k" : "t";
            page.Append("<span class=\"").Append(kind).Append("\">").Append(Html.Escape(word.Value)).Append("</span>");
            done = word.Index + word.Length;
        }

        return new Markup(page.Append(Html.Escape(code[done..])).ToString());
    }

    [GeneratedRegex("""(?<c>//[^\n]*)|(?<s>"(?:\\.|[^"\\\n])*")|(?<k>\b(?:using|namespace|public|partial|class|typeof|true|false|null)\b)|(?<n>\b\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?\b)|(?<t>(?<=\[)[A-Z]\w*(?=[(\]]))""")]
    private static partial Regex Words();
}

using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Solar.Lab.Evaluation.Python;

/// <summary>Title case as Unicode has it, of which .NET knows the part that gives one character for one.</summary>
internal static class PythonCasing
{
    // Each word is a character and its title case: Unicode's SpecialCasing.txt, its digraphs, and two letters that .NET's invariant case leaves as they are.
    private const string Words =
        "\u00DFSs \u0131I \u0149\u02BCN \u017FS \u01C4\u01C5 \u01C5\u01C5 \u01C6\u01C5 \u01C7\u01C8 \u01C8\u01C8 \u01C9\u01C8 "
        + "\u01CA\u01CB \u01CB\u01CB \u01CC\u01CB \u01F0J\u030C \u01F1\u01F2 \u01F2\u01F2 \u01F3\u01F2 \u0390\u0399\u0308\u0301 "
        + "\u03B0\u03A5\u0308\u0301 \u0587\u0535\u0582 \u1E96H\u0331 \u1E97T\u0308 \u1E98W\u030A \u1E99Y\u030A \u1E9AA\u02BE "
        + "\u1F50\u03A5\u0313 \u1F52\u03A5\u0313\u0300 \u1F54\u03A5\u0313\u0301 \u1F56\u03A5\u0313\u0342 \u1FB2\u1FBA\u0345 "
        + "\u1FB4\u0386\u0345 \u1FB6\u0391\u0342 \u1FB7\u0391\u0342\u0345 \u1FC2\u1FCA\u0345 \u1FC4\u0389\u0345 \u1FC6\u0397\u0342 "
        + "\u1FC7\u0397\u0342\u0345 \u1FD2\u0399\u0308\u0300 \u1FD3\u0399\u0308\u0301 \u1FD6\u0399\u0342 \u1FD7\u0399\u0308\u0342 "
        + "\u1FE2\u03A5\u0308\u0300 \u1FE3\u03A5\u0308\u0301 \u1FE4\u03A1\u0313 \u1FE6\u03A5\u0342 \u1FE7\u03A5\u0308\u0342 "
        + "\u1FF2\u1FFA\u0345 \u1FF4\u038F\u0345 \u1FF6\u03A9\u0342 \u1FF7\u03A9\u0342\u0345 \uFB00Ff \uFB01Fi \uFB02Fl \uFB03Ffi "
        + "\uFB04Ffl \uFB05St \uFB06St \uFB13\u0544\u0576 \uFB14\u0544\u0565 \uFB15\u0544\u056B \uFB16\u054E\u0576 "
        + "\uFB17\u0544\u056D";

    private static readonly Dictionary<int, string> Special = Words.Split(' ').ToDictionary(word => (int)word[0], word => word[1..]);

    /// <summary>A character in title case.</summary>
    public static string Title(Rune rune) => rune.Value switch
    {
        >= 0x10D0 and <= 0x10FF => rune.ToString(),          // Georgian has capitals, and no title case
        _ => Special.TryGetValue(rune.Value, out string? title) ? title : Rune.ToUpperInvariant(rune).ToString(),
    };
}

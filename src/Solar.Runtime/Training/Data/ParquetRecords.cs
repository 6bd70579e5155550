using System;
using System.Collections.Generic;

namespace Solar.Runtime.Training.Data;

internal static class ParquetRecords
{
    public static IEnumerable<DataRow> Read(string file, bool isGzip, RecordReader reader) => throw new NotImplementedException();
}

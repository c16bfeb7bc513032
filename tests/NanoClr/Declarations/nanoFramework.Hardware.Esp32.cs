namespace nanoFramework.Hardware.Esp32
{
    public class HighResTimer
    {
        public static extern ulong GetCurrent();
    }

    public class NativeMemory
    {
        public enum MemoryType
        {
            All,
            Internal,
            SpiRam,
        }

        public static extern void GetMemoryInfo(
            MemoryType memoryType, out uint totalSize, out uint totalFreeSize,
            out uint largestFreeBlock);
    }

    public static class Sleep
    {
        public enum WakeupCause
        {
            Undefined,
            Ext0,
            Ext1,
            Timer,
            TouchPad,
            Ulp,
            Gpio,
            Uart,
            Wifi,
            CoCpu,
            CoCpuTrapTrig,
            Bt,
        }

        public static extern WakeupCause GetWakeupCause();
    }
}

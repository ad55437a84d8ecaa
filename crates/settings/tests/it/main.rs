//! What counts where several files speak, as a caller sees it.

mod company;
